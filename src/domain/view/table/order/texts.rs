//! How texts are ordered: by the signs' places in GBK, small letters, and numbers by how large they are.
//!
//! The keys of all rows lie in one stretch of memory, and each key's beginning beside its row: most rows are told
//! apart without looking further.

use std::{borrow::Cow, cmp::Ordering};

use encoding_rs::GBK;

/// So many bytes of a key stand beside its row.
const HEAD: usize = size_of::<u128>();
/// No code is known yet, or it does not fit two bytes.
const UNKNOWN: u16 = 0;

/// The keys of rows.
pub(super) struct Texts {
    /// One a row; `None`: it says nothing.
    pub keys: Vec<Option<Key>>,
    bytes: Vec<u8>,
    /// The text of the row in GBK.
    text: Vec<u8>,
    /// The codes of the signs met so far, by sign: some thousands are all there are in a register.
    codes: Vec<u16>,
}

/// Where a key is, and how it begins.
#[derive(Clone, Copy)]
pub(super) struct Key {
    head: u128,
    start: usize,
    end: usize,
}

impl Texts {
    /// The keys of values.
    pub(super) fn of<V>(values: impl Iterator<Item = V>, key: impl Fn(&mut Self, V) -> Option<Key>) -> Self {
        let codes = vec![UNKNOWN; 1 << 16];
        let mut all = Self { keys: Vec::new(), bytes: Vec::new(), text: Vec::new(), codes };
        all.keys = values.map(|value| key(&mut all, value)).collect();
        all
    }

    /// Which key comes first.
    pub(super) fn compare(&self, a: &Key, b: &Key) -> Ordering {
        a.head.cmp(&b.head).then_with(|| self.bytes_of(a).cmp(self.bytes_of(b)))
    }

    /// All of a key.
    pub(super) fn bytes_of(&self, key: &Key) -> &[u8] {
        self.bytes.get(key.start..key.end).unwrap_or_default()
    }

    /// The key of a text, without the spaces around it; `None`: nothing else is in it.
    pub(super) fn filled(&mut self, text: &str) -> Option<Key> {
        let text = text.trim();
        (!text.is_empty()).then(|| self.key(text))
    }

    /// The order of GBK: the 3,755 common characters by pinyin, the others after them by radical, as Chinese systems
    /// have sorted lists for decades. Letters come before characters, whichever their case, and numbers in a text by
    /// how large they are: 2 村 before 10 村.
    pub(super) fn key(&mut self, text: &str) -> Key {
        self.encode(text);
        let start = self.bytes.len();
        fold(&self.text, &mut self.bytes);
        let mut head = [0; HEAD];
        head.iter_mut().zip(self.bytes.iter().skip(start)).for_each(|(to, from)| *to = *from);
        Key { head: u128::from_be_bytes(head), start, end: self.bytes.len() }
    }

    /// The text in small letters, as GBK has it.
    fn encode(&mut self, text: &str) {
        self.text.clear();
        let text = if text.chars().all(is_plain) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) };
        for sign in text.chars() {
            if sign.is_ascii() {
                self.text.push((sign as u8).to_ascii_lowercase());
                continue;
            }
            let slot = self.codes.get_mut(sign as usize);
            if let Some(code) = slot.as_ref().filter(|code| ***code != UNKNOWN) {
                self.text.extend(code.to_be_bytes());
                continue;
            }
            let mut four = [0; 4];
            let (bytes, ..) = GBK.encode(sign.encode_utf8(&mut four));
            self.text.extend_from_slice(&bytes);
            if let (Some(slot), Ok(two)) = (slot, <[u8; 2]>::try_from(&*bytes)) {
                *slot = u16::from_be_bytes(two);
            }
        }
    }
}

/// Whether a sign is a letter whose case ASCII knows, or one of those without case: all that most texts hold.
fn is_plain(sign: char) -> bool {
    sign.is_ascii() || ('\u{3000}'..='\u{9fff}').contains(&sign)
}

/// Adds the key of a text in GBK.
fn fold(text: &[u8], key: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        if first.is_ascii_digit() {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (number, tail) = rest.split_at(digits);
            let zeros = number.iter().take_while(|digit| **digit == b'0').count();
            let number = number.get(zeros..).unwrap_or_default();
            key.extend([b'0', u8::try_from(number.len()).unwrap_or(u8::MAX)]);
            key.extend_from_slice(number);
            rest = tail;
        } else if first < 0x80 {
            key.push(first);
            rest = after;
        } else {
            // Two bytes: the second may look like a digit.
            let (pair, tail) = rest.split_at(rest.len().min(2));
            key.extend_from_slice(pair);
            rest = tail;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, text by text and without sharing anything.
    fn plainly(text: &str) -> Vec<u8> {
        let lower = text.to_lowercase();
        let (bytes, _, _) = GBK.encode(&lower);
        let mut key = Vec::new();
        let mut rest: &[u8] = &bytes;
        while let Some((&first, after)) = rest.split_first() {
            if first.is_ascii_digit() {
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let (number, tail) = rest.split_at(digits);
                let zeros = number.iter().take_while(|digit| **digit == b'0').count();
                key.extend([b'0', u8::try_from(number.len() - zeros).unwrap_or(u8::MAX)]);
                key.extend_from_slice(&number[zeros..]);
                rest = tail;
            } else {
                let (sign, tail) = rest.split_at(if first < 0x80 { 1 } else { rest.len().min(2) });
                key.extend_from_slice(sign);
                rest = if first < 0x80 { after } else { tail };
            }
        }
        key
    }

    proptest! {
        #[test]
        fn keys_are_those_of_each_text_alone(
            texts in prop::collection::vec("(\\PC{0,12}|[白龙桥镇第村0-9A-Zaé€ΣＡ㐀𠀀·]{0,24})", 0..24),
        ) {
            let all = Texts::of(texts.iter(), |all, text| Some(all.key(text)));
            let keys: Vec<Key> = all.keys.iter().flatten().copied().collect();
            for (text, key) in texts.iter().zip(&keys) {
                prop_assert_eq!(all.bytes_of(key), plainly(text));
            }
            for (one, a) in texts.iter().zip(&keys) {
                for (other, b) in texts.iter().zip(&keys) {
                    prop_assert_eq!(all.compare(a, b), plainly(one).cmp(&plainly(other)));
                }
            }
        }
    }

    #[test]
    fn a_sign_met_again_has_the_code_it_had() {
        let all = Texts::of(["村村", "村", "€2", "€2"].iter(), |all, text| Some(all.key(text)));
        let bytes: Vec<&[u8]> = all.keys.iter().flatten().map(|key| all.bytes_of(key)).collect();
        assert_eq!(bytes[0], [bytes[1], bytes[1]].concat());
        assert_eq!(bytes[2], bytes[3]);
    }
}
