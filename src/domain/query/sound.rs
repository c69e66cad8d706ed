//! Texts as they sound, and whether letters typed are the sound of a stretch of them.
//!
//! Each sign is typed as itself, whole (`qiao`), by its first letter (`q`) or by the two of `zh`, `ch` and `sh`; the
//! last one may be unfinished (`qia`).

use std::collections::HashMap;

use crate::domain::query::Spelling;

/// The most signs that are looked for by sound.
pub(super) const LONGEST: usize = 100;

/// A sign and how it is said.
#[derive(Debug)]
struct Sign {
    itself: char,
    readings: Vec<Vec<char>>,
    /// The letters that its being typed may begin with.
    firsts: u32,
    /// All letters that may be typed for it.
    letters: u32,
}

/// Many texts as they sound.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    signs: Vec<Sign>,
    known: HashMap<char, u32>,
    /// The signs of all texts, one after another.
    run: Vec<u32>,
    /// Of each text where it ends, and all letters that may be typed for it; no letters: it holds no Chinese.
    texts: Vec<(u32, u32)>,
}

/// Where a text has what was typed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Heard {
    /// At which sign it begins.
    pub(super) at: usize,
    /// Whether it is the whole text.
    pub(super) whole: bool,
    /// How many signs the text has.
    pub(super) length: usize,
}

/// What was typed, ready to be listened for.
#[derive(Debug)]
pub(super) struct Typed {
    text: Vec<char>,
    letters: u32,
}

impl Typed {
    /// `None` when it can be no sound: it holds no letter, or is too long.
    pub(super) fn new(folded: &str) -> Option<Self> {
        let text: Vec<char> = folded.chars().collect();
        let letters = text.iter().fold(0, |letters, sign| letters | bit(*sign));
        (letters != 0 && text.len() <= LONGEST).then_some(Self { text, letters })
    }
}

/// The bit of a letter; none for anything else.
fn bit(letter: char) -> u32 {
    match letter {
        'a'..='z' => 1 << (u32::from(letter) - u32::from('a')),
        _ => 0,
    }
}

impl Sounds {
    /// Takes in the next text, folded.
    pub(super) fn push(&mut self, folded: &str, spelling: &Spelling) {
        let (mut letters, mut is_chinese) = (0, false);
        for itself in folded.chars() {
            let number = *self.known.entry(itself).or_insert_with(|| {
                self.signs.push(Sign::new(itself, spelling));
                self.signs.len() as u32 - 1
            });
            if let Some(sign) = self.signs.get(number as usize) {
                letters |= sign.letters;
                is_chinese |= !sign.readings.is_empty();
            }
            self.run.push(number);
        }
        self.texts.push((self.run.len() as u32, if is_chinese { letters } else { 0 }));
    }

    /// Calls `each` with every text that sounds so in some stretch, in the order they came.
    pub(super) fn listen(&self, typed: &Typed, mut each: impl FnMut(usize, Heard)) {
        let mut start = 0_usize;
        for (number, (end, letters)) in self.texts.iter().enumerate() {
            let run = self.run.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            if *letters == 0 || typed.letters & !letters != 0 {
                continue;
            }
            if let Some(heard) = self.find(run, typed) {
                each(number, heard);
            }
        }
    }

    fn find(&self, run: &[u32], typed: &Typed) -> Option<Heard> {
        let first = *typed.text.first()?;
        let length = run.len();
        for at in 0..length {
            let sign = self.sign(*run.get(at)?)?;
            if sign.firsts & bit(first) == 0 && sign.itself != first {
                continue;
            }
            let (found, whole) = self.follow(run.get(at..)?, &typed.text);
            if found {
                return Some(Heard { at, whole: whole && at == 0, length });
            }
        }
        None
    }

    fn sign(&self, number: u32) -> Option<&Sign> {
        self.signs.get(number as usize)
    }

    /// Whether the text from the run's beginning on is what was typed, and whether the run's end is its end.
    fn follow(&self, run: &[u32], typed: &[char]) -> (bool, bool) {
        // How much of what was typed may have been used up so far: a bit each.
        let (mut used, mut found) = (1_u128, false);
        let done = 1_u128 << typed.len();
        for (place, number) in run.iter().enumerate() {
            let Some(sign) = self.sign(*number) else { return (found, false) };
            let mut next = 0_u128;
            let mut left = used;
            while left != 0 {
                let at = left.trailing_zeros();
                left &= left - 1;
                if let Some(rest) = typed.get(at as usize..) {
                    next |= sign.take(rest) << at;
                }
            }
            if next & done != 0 {
                found = true;
                if place + 1 == run.len() {
                    return (true, true);
                }
            }
            used = next & !done;
            if used == 0 {
                break;
            }
        }
        (found, false)
    }
}

impl Sign {
    fn new(itself: char, spelling: &Spelling) -> Self {
        let readings: Vec<Vec<char>> =
            spelling.of(itself).iter().map(|reading| reading.chars().collect::<Vec<_>>()).collect();
        let letters = readings.iter().flatten().fold(bit(itself), |letters, letter| letters | bit(*letter));
        let firsts = readings.iter().filter_map(|reading| reading.first()).fold(0, |all, letter| all | bit(*letter));
        Self { itself, readings, firsts, letters }
    }

    /// How much of what is left to type this sign may use up: a bit for each length.
    fn take(&self, rest: &[char]) -> u128 {
        let mut lengths = 0_u128;
        if rest.first() == Some(&self.itself) {
            lengths |= 1 << 1;
        }
        for reading in &self.readings {
            if rest.is_empty() || rest.first() != reading.first() {
                continue;
            }
            lengths |= 1 << 1;
            if matches!(reading.as_slice(), ['z' | 'c' | 's', 'h', ..]) && rest.get(1) == Some(&'h') {
                lengths |= 1 << 2;
            }
            if rest.starts_with(reading) {
                lengths |= 1 << reading.len();
            }
            if reading.starts_with(rest) {
                lengths |= 1 << rest.len();
            }
        }
        lengths
    }
}
