//! Finding storms by what they are called: Chinese name, how it sounds, English name, number, year.

use jiff::tz::Offset;

use crate::domain::{
    hazard::typhoon::Storm,
    query::{
        Spelling, folded,
        sound::{Sounds, Typed},
    },
};

/// How well a storm fits; the best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Fit {
    /// It is called just that.
    Whole,
    /// Its name or number begins so.
    Begins,
    /// It is of that year.
    Year,
    /// It holds it somewhere.
    Holds,
}

/// What storms are called, ready to be searched at every key.
#[derive(Debug, Default)]
pub struct StormNames {
    rows: Vec<Row>,
    sounds: Sounds,
}

#[derive(Debug)]
struct Row {
    /// Names and numbers, folded.
    called: Vec<String>,
    year: String,
}

impl StormNames {
    /// The names of storms, in their order.
    pub fn of<'a>(storms: impl IntoIterator<Item = &'a Storm>, spelling: &Spelling) -> Self {
        let mut names = Self::default();
        for storm in storms {
            names.sounds.push(&folded(storm.name_zh.as_deref().unwrap_or_default()), spelling);
            names.rows.push(Row::of(storm));
        }
        names
    }

    /// The places of the storms that fit every word of a text, the best first, else in their order; all of them for no
    /// text. A word fits a name as written or as it sounds (whole or by first letters), a number (`1909`, `201909`, `190`
    /// as its beginning), an id or a year.
    pub fn find(&self, text: &str) -> Vec<usize> {
        let words: Vec<String> = text.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        let mut fits: Vec<Option<Fit>> = vec![Some(Fit::Whole); self.rows.len()];
        for word in &words {
            let mut heard: Vec<Option<Fit>> = vec![None; self.rows.len()];
            if let Some(typed) = Typed::new(word) {
                self.sounds.listen(&typed, |row, at| {
                    if let Some(fit) = heard.get_mut(row) {
                        *fit = Some(match (at.whole, at.at) {
                            (true, _) => Fit::Whole,
                            (false, 0) => Fit::Begins,
                            _ => Fit::Holds,
                        });
                    }
                });
            }
            for ((fit, row), heard) in fits.iter_mut().zip(&self.rows).zip(heard) {
                let best = [row.fit(word), heard].into_iter().flatten().min();
                *fit = fit.zip(best).map(|(before, now)| before.max(now));
            }
        }
        let mut found: Vec<(Fit, usize)> =
            fits.into_iter().enumerate().filter_map(|(row, fit)| Some((fit?, row))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, row)| row).collect()
    }
}

impl Row {
    fn of(storm: &Storm) -> Self {
        let mut called = vec![folded(&storm.id)];
        if let Some(number) = &storm.number {
            called.push(folded(number));
            // `1909` was in 2019, `9903` in 1999: numbers are older than this century.
            if let Some(century) = number.parse::<u16>().ok().map(|number| if number >= 5_000 { "19" } else { "20" }) {
                called.push(format!("{century}{number}"));
            }
        }
        called.extend([&storm.name_zh, &storm.name_en].into_iter().flatten().map(|name| folded(name)));
        let first = storm.span().map(|(first, _)| Offset::constant(8).to_datetime(first).year().to_string());
        Self { called, year: first.unwrap_or_default() }
    }

    fn fit(&self, word: &str) -> Option<Fit> {
        let is_number = word.bytes().all(|sign| sign.is_ascii_digit());
        let named = self.called.iter().filter_map(|name| match name.find(word) {
            Some(0) if name.len() == word.len() => Some(Fit::Whole),
            Some(0) => Some(Fit::Begins),
            // Digits within a number are no part of it that anybody means.
            Some(_) if !is_number => Some(Fit::Holds),
            _ => None,
        });
        named.chain((self.year == word).then_some(Fit::Year)).min()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{
        hazard::typhoon::{Fix, State},
        place::Position,
    };

    fn storm(id: &str, number: Option<&str>, zh: Option<&str>, en: &str, time: &str) -> Storm {
        let time: Timestamp = time.parse().unwrap();
        let position = Position::new(125.0, 20.0).unwrap();
        let state = State { time, position, wind_mps: None, beaufort: None, pressure_hpa: None, grade: None };
        let fix = Fix { state, circles: [None; 3], moves_kmh: None, moves_to_deg: None, forecasts: Vec::new() };
        Storm {
            id: id.to_owned(),
            number: number.map(str::to_owned),
            name_zh: zh.map(str::to_owned),
            name_en: Some(en.to_owned()),
            fixes: vec![fix],
            ..Storm::default()
        }
    }

    fn names() -> StormNames {
        let storms = [
            storm("2019214N15134", Some("1909"), Some("利奇马"), "LEKIMA", "2019-08-02T06:00:00Z"),
            storm("202109", Some("2109"), Some("卢碧"), "Lupit", "2021-08-02T06:00:00Z"),
            storm("202019", Some("2019"), Some("天鹅"), "GONI", "2020-10-28T06:00:00Z"),
            storm("2023205N14130", None, None, "KHANUN", "2023-07-27T06:00:00Z"),
            storm("9711", Some("9711"), Some("温妮"), "WINNIE", "1997-08-08T06:00:00Z"),
        ];
        StormNames::of(&storms, &Spelling::default())
    }

    #[test]
    fn a_storm_is_found_by_name_sound_number_and_year() {
        let names = names();
        for (text, found) in [
            ("利奇马", vec![0]),
            ("奇", vec![0]),
            ("lqm", vec![0]),
            ("liqima", vec![0]),
            ("liqim", vec![0]),
            ("Lekima", vec![0]),
            ("ｌｅｋｉ", vec![0]),
            ("1909", vec![0]),
            ("201909", vec![0]),
            ("te", vec![2]),
            ("khanun", vec![3]),
            ("199711", vec![4]),
            ("2021", vec![1]),
            ("2023", vec![3]),
            // The nineteenth of 2020 is called so; then what was in that year.
            ("2019", vec![2, 0]),
            ("2019 lqm", vec![0]),
            ("909", vec![]),
            ("甲", vec![]),
            ("2021 lqm", vec![]),
            ("", vec![0, 1, 2, 3, 4]),
            ("  ", vec![0, 1, 2, 3, 4]),
        ] {
            assert_eq!(names.find(text), found, "{text}");
        }
        assert_eq!(names.find("l")[..2], [0, 1], "what begins so, in its order");
    }
}
