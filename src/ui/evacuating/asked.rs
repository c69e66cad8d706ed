//! What is chosen and typed about an evacuation.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Time};

use crate::{
    app::Going,
    domain::{
        network::By,
        place::Position,
        plan::evacuation::{Basis, Choices, Counting, Deadline, Fleet, Goal, Keep, Times, Wanted, typed},
    },
    ui::evacuating::wrong::{Field, Wrong},
};

/// By when, as chosen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Until {
    /// No deadline.
    #[default]
    Open,
    /// The clock time typed.
    Clock,
    /// Nightfall.
    Nightfall,
    /// A forecast arrival between the two times typed.
    Forecast,
    /// An arrival between these two moments, handed over by a storm.
    Arrival([Timestamp; 2]),
    /// The same of a storm that was moved for a rehearsal.
    Rehearsed([Timestamp; 2]),
}

/// By when, as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct ByWhen {
    /// By what.
    pub until: Until,
    /// The clock time: `18:00`.
    pub time: String,
    /// The earliest arrival.
    pub earliest: String,
    /// The latest.
    pub latest: String,
}

/// Vehicles of one kind, as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VehicleRow {
    /// What they are.
    pub name: String,
    /// How many.
    pub number: String,
    /// Seats of each.
    pub seats: String,
}

/// What is rarely asked, as typed; empty: as usual.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct More {
    /// Percentage of places kept free.
    pub reserve: String,
    /// The longest way, minutes.
    pub most: String,
    /// Percentage of the population, where it counts.
    pub share: String,
    /// Percentage expected to go to relatives.
    pub relatives: String,
    /// The same for single townships.
    pub relatives_of: BTreeMap<String, String>,
    /// Whether the frail may go to any shelter.
    pub frail_anywhere: bool,
    /// Seats of a vehicle where none are listed.
    pub seats: String,
    /// Minutes to load, to unload, from the order to the first departure.
    pub minutes: [String; 3],
}

/// What is chosen and typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What may be parted.
    pub keep: Keep,
    /// What is made least.
    pub goal: Goal,
    /// Own township first.
    pub own_first: bool,
    /// County shelters last.
    pub county_last: bool,
    /// Whether shelters may be opened.
    pub may_open: bool,
    /// Whether who was told keeps their shelter, where it can be kept.
    pub keep_told: bool,
    /// By population in place of the list.
    pub by_population: bool,
    /// By when.
    pub by_when: ByWhen,
    /// The vehicles; none: enough.
    pub fleet: Vec<VehicleRow>,
    /// What is rarely asked.
    pub more: More,
    /// Which vehicle, in which weather: ids of the speed table.
    pub vehicle: String,
    /// Which weather.
    pub weather: String,
}

impl Default for Asked {
    fn default() -> Self {
        let by_when = ByWhen {
            until: Until::Open,
            time: "18:00".to_owned(),
            // A forecast is nothing to be guessed.
            earliest: String::new(),
            latest: String::new(),
        };
        let Going { vehicle, weather, .. } = Going::of_people();
        Self {
            keep: Keep::Free,
            goal: Goal::Total,
            own_first: false,
            county_last: false,
            may_open: true,
            keep_told: false,
            by_population: false,
            by_when,
            fleet: Vec::new(),
            more: More::default(),
            vehicle,
            weather,
        }
    }
}

/// What is asked, once all that is typed could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What the plan is to be.
    pub choices: Choices,
    /// The vehicles and the times around them.
    pub times: Times,
    /// By which vehicle ways are judged.
    pub going: Going,
    until: ReadUntil,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum ReadUntil {
    Open,
    Clock(Time),
    Nightfall,
    Forecast(Time, Time),
    Arrival([Timestamp; 2]),
    Rehearsed([Timestamp; 2]),
}

impl Read {
    /// The deadline, of a danger around this place.
    pub fn deadline(&self, now: Timestamp, at: Option<Position>) -> Option<Deadline> {
        match self.until {
            ReadUntil::Open => None,
            ReadUntil::Clock(time) => Deadline::clock(time, now),
            ReadUntil::Nightfall => Deadline::nightfall(at?, now),
            ReadUntil::Forecast(earliest, latest) => Deadline::forecast(earliest, latest, now),
            ReadUntil::Arrival([earliest, latest]) => Deadline::between(earliest, latest),
            ReadUntil::Rehearsed([earliest, latest]) => Deadline::rehearsal(earliest, latest, now),
        }
    }
}

/// Reads fields, and remembers which could not be.
#[derive(Default)]
struct Reading {
    wrong: Vec<Wrong>,
}

impl Reading {
    fn read<T>(&mut self, field: Field, text: &str, as_what: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let read = as_what(text);
        if read.is_none() {
            self.wrong.push(Wrong { field, text: text.trim().to_owned() });
        }
        read
    }

    /// The same, where nothing typed means the usual.
    fn or<T>(&mut self, usual: T, field: Field, text: &str, as_what: impl FnOnce(&str) -> Option<T>) -> T {
        if text.trim().is_empty() { usual } else { self.read(field, text, as_what).unwrap_or(usual) }
    }
}

impl Asked {
    /// What is asked.
    ///
    /// # Errors
    /// What cannot be read, field by field: then nothing of it counts.
    pub fn read(&self) -> Result<Read, Vec<Wrong>> {
        let mut reading = Reading::default();
        let until = self.by_when.read(&mut reading);
        let (choices, times) = (self.choices(&mut reading), self.times(&mut reading));
        let going = Going { vehicle: self.vehicle.clone(), weather: self.weather.clone(), by: By::Time };
        match until {
            Some(until) if reading.wrong.is_empty() => Ok(Read { choices, times, going, until }),
            _ => Err(reading.wrong),
        }
    }

    fn choices(&self, reading: &mut Reading) -> Choices {
        let (more, usual) = (&self.more, Counting::default());
        let own = more.relatives_of.iter().filter(|(_, text)| !text.trim().is_empty());
        let own = own.filter_map(|(township, text)| {
            let share = reading.read(Field::RelativesOf(township.clone()), text, typed::percent)?;
            Some((township.clone(), share))
        });
        let relatives_by_township = own.collect();
        let limit = |text: &str| typed::minutes(text).filter(|minutes| *minutes >= 1.0).map(Some);
        Choices {
            counting: Counting {
                basis: if self.by_population { Basis::Population } else { Basis::List },
                share: reading.or(usual.share, Field::Share, &more.share, typed::percent),
                relatives: reading.or(usual.relatives, Field::Relatives, &more.relatives, typed::percent),
                relatives_by_township,
            },
            wanted: Wanted {
                may_open: self.may_open,
                reserve: reading.or(Wanted::default().reserve, Field::Reserve, &more.reserve, typed::percent),
                ..Wanted::default()
            },
            keep: self.keep,
            goal: self.goal,
            own_first: self.own_first,
            county_last: self.county_last,
            keep_told: self.keep_told,
            most_minutes: reading.or(None, Field::Most, &more.most, limit),
            frail_suitable: !more.frail_anywhere,
        }
    }

    fn times(&self, reading: &mut Reading) -> Times {
        let usual = Times::default();
        let rows = self.fleet.iter().enumerate().filter_map(|(at, row)| {
            let number = reading.read(Field::Number(at), &row.number, typed::vehicles);
            let seats = reading.read(Field::SeatsOf(at), &row.seats, typed::seats);
            Some(Fleet { name: row.name.trim().to_owned(), number: number?, seats: seats? })
        });
        let fleet = rows.collect();
        let [loading, unloading, notice] = &self.more.minutes;
        Times {
            fleet,
            // Of no use where vehicles are listed; then nothing is said of it either.
            seats: match self.fleet.is_empty() {
                true => reading.or(usual.seats, Field::Seats, &self.more.seats, typed::seats),
                false => usual.seats,
            },
            loading_min: reading.or(usual.loading_min, Field::Loading, loading, typed::minutes),
            unloading_min: reading.or(usual.unloading_min, Field::Unloading, unloading, typed::minutes),
            notice_min: reading.or(usual.notice_min, Field::Notice, notice, typed::minutes),
        }
    }
}

impl ByWhen {
    fn read(&self, reading: &mut Reading) -> Option<ReadUntil> {
        match self.until {
            Until::Open => Some(ReadUntil::Open),
            Until::Nightfall => Some(ReadUntil::Nightfall),
            Until::Arrival(between) => Some(ReadUntil::Arrival(between)),
            Until::Rehearsed(between) => Some(ReadUntil::Rehearsed(between)),
            Until::Clock => reading.read(Field::Time, &self.time, typed::clock_time).map(ReadUntil::Clock),
            Until::Forecast => {
                let earliest = reading.read(Field::Earliest, &self.earliest, typed::clock_time);
                let latest = reading.read(Field::Latest, &self.latest, typed::clock_time);
                Some(ReadUntil::Forecast(earliest?, latest?))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, number: &str, seats: &str) -> VehicleRow {
        VehicleRow { name: name.into(), number: number.into(), seats: seats.into() }
    }

    #[test]
    fn nothing_typed_is_the_usual() {
        let read = Asked::default().read().unwrap();
        assert_eq!(read.choices, Choices::default());
        assert_eq!(read.times, Times::default());
    }

    #[test]
    fn every_condition_is_read() {
        let mut asked = Asked { fleet: vec![row("大巴", "12", "45"), row(" ", "３", "19")], ..Asked::default() };
        asked.more = More {
            reserve: "10".into(),
            most: "45".into(),
            share: "60%".into(),
            relatives: "20".into(),
            relatives_of: [("东乡".into(), "35".into()), ("西乡".into(), " ".into())].into(),
            frail_anywhere: true,
            seats: "not read beside a fleet".into(),
            minutes: ["10".into(), String::new(), "20".into()],
        };
        let read = asked.read().unwrap();
        let counting = &read.choices.counting;
        assert_eq!((counting.share, counting.relatives), (0.6, 0.2));
        assert_eq!(counting.relatives_by_township, [("东乡".to_owned(), 0.35)].into());
        assert_eq!((read.choices.wanted.reserve, read.choices.most_minutes), (0.1, Some(45.0)));
        assert!(!read.choices.frail_suitable);
        let fleet =
            [("大巴", 12, 45), ("", 3, 19)].map(|(name, number, seats)| Fleet { name: name.to_owned(), number, seats });
        assert_eq!(read.times.fleet, fleet);
        assert_eq!((read.times.loading_min, read.times.unloading_min, read.times.notice_min), (10.0, 5.0, 20.0));
    }

    #[test]
    fn what_cannot_be_read_is_named_field_by_field_and_nothing_counts() {
        let mut asked = Asked { fleet: vec![row("大巴", "", "many")], ..Asked::default() };
        asked.by_when = ByWhen { until: Until::Forecast, latest: "5点".into(), ..asked.by_when };
        asked.more = More { reserve: "120".into(), most: "0".into(), ..More::default() };
        asked.more.relatives_of = [("东乡".into(), "x".into())].into();
        let wrong = asked.read().unwrap_err();
        let fields: Vec<Field> = wrong.iter().map(|wrong| wrong.field.clone()).collect();
        let expected = [
            Field::Earliest,
            Field::RelativesOf("东乡".into()),
            Field::Reserve,
            Field::Most,
            Field::Number(0),
            Field::SeatsOf(0),
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn an_arrival_that_is_handed_over_keeps_its_day() {
        let between = ["2026-07-26T05:00:00+08:00", "2026-07-26T09:00:00+08:00"].map(|time| time.parse().unwrap());
        let mut asked = Asked::default();
        asked.by_when.until = Until::Arrival(between);
        let now = "2026-07-24T20:00:00+08:00".parse().unwrap();
        let deadline = asked.read().unwrap().deadline(now, None).unwrap();
        assert_eq!((deadline.at, deadline.latest), (between[0], Some(between[1])));
    }

    #[test]
    fn a_forecast_counts_from_its_earliest() {
        let mut asked = Asked::default();
        asked.by_when =
            ByWhen { until: Until::Forecast, earliest: "23:00".into(), latest: "５：００".into(), ..asked.by_when };
        let now = "2026-07-20T20:00:00+08:00".parse().unwrap();
        let deadline = asked.read().unwrap().deadline(now, None).unwrap();
        assert_eq!(deadline.at, "2026-07-20T23:00:00+08:00".parse::<Timestamp>().unwrap());
        assert_eq!(deadline.latest, Some("2026-07-21T05:00:00+08:00".parse().unwrap()));
    }
}
