//! How Chinese signs are said: every reading a dictionary knows, and those that people of the place use.

use std::collections::BTreeMap;

use pinyin::ToPinyinMulti as _;
use serde::Deserialize;

/// The readings of signs, without tones.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    local: BTreeMap<char, Vec<String>>,
}

#[derive(Deserialize)]
struct Table {
    #[serde(default)]
    reading: Vec<Reading>,
}

#[derive(Deserialize)]
struct Reading {
    sign: char,
    say: Vec<String>,
}

impl Spelling {
    /// The dictionary with a table of local readings over it.
    ///
    /// # Errors
    /// When the table is not TOML of `[[reading]]` with `sign` and `say`.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        let table: Table = toml::from_str(text)?;
        let mut local = BTreeMap::<char, Vec<String>>::new();
        for reading in table.reading {
            local.entry(reading.sign).or_default().extend(reading.say);
        }
        Ok(Self { local })
    }

    /// Every reading of a sign in plain letters, sorted; none of what is no Chinese sign. `ü` is typed as `v` or `u`.
    pub fn of(&self, sign: char) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let dictionary = sign.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain().to_owned());
        for reading in dictionary.chain(self.local.get(&sign).into_iter().flatten().cloned()) {
            if reading.contains('ü') {
                all.push(reading.replace('ü', "v"));
                all.push(reading.replace('ü', "u"));
            } else {
                all.push(reading);
            }
        }
        all.retain(|reading| !reading.is_empty() && reading.bytes().all(|letter| letter.is_ascii_lowercase()));
        all.sort();
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_has_its_dictionary_readings_and_those_of_the_place() {
        let spelling = Spelling::read("[[reading]]\nsign = \"箬\"\nsay = [\"nuo\"]\n").unwrap();
        assert_eq!(spelling.of('箬'), ["na", "nuo", "ruo"]);
        let plain = Spelling::default();
        for (sign, readings) in [('莘', ["shen", "xin"]), ('乾', ["gan", "qian"]), ('长', ["chang", "zhang"])] {
            for reading in readings {
                assert!(plain.of(sign).contains(&reading.to_owned()), "{sign} {reading} {:?}", plain.of(sign));
            }
        }
        assert_eq!(plain.of('绿'), ["lu", "lv"]);
        assert_eq!(plain.of('7'), [] as [&str; 0]);
        assert!(Spelling::read("reading = 3").is_err());
    }
}
