//! Which field a column holds, told by its heading: the catalogue's names and aliases, folded.

use std::collections::HashMap;

use crate::{
    domain::catalogue::{Catalogue, Kind},
    io::import::fold::Fold,
};

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Target {
    /// The field at this index of the kind.
    Field(usize),
    /// Longitude, or a projected coordinate.
    Lon,
    /// Latitude, or a projected coordinate.
    Lat,
    /// Longitude and latitude in one cell.
    LonLat,
}

/// How sure a match is, 0 to 100.
pub const EXACT: u8 = 100;
/// A heading that ends with an alias: `避灾点地址`.
pub const ENDS_WITH: u8 = 60;

const LON: &[&str] =
    &["经度", "东经", "坐标X", "X坐标", "X", "lng", "lon", "long", "longitude", "经度坐标", "东经度", "POINT_X"];
const LAT: &[&str] = &["纬度", "北纬", "坐标Y", "Y坐标", "Y", "lat", "latitude", "纬度坐标", "北纬度", "POINT_Y"];
const LONLAT: &[&str] = &["经纬度", "坐标", "经纬度坐标", "地理坐标", "位置坐标", "GPS坐标", "lonlat", "coordinates"];

/// The headings of a kind.
#[derive(Clone, Debug)]
pub struct Headings {
    exact: HashMap<String, Target>,
    endings: Vec<(String, Target)>,
}

/// What a heading was read as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Match {
    /// The column's content.
    pub target: Target,
    /// How sure, 0 to 100.
    pub confidence: u8,
}

impl Headings {
    /// The headings of a kind: field ids and earlier ids, names in both languages, aliases.
    pub fn of(kind: &Kind, fold: &Fold) -> Self {
        let mut exact = HashMap::new();
        for (index, field) in kind.fields.iter().enumerate() {
            let names = [field.id.as_str(), &field.zh, &field.en].into_iter();
            let aliases = field.was.iter().chain(&field.aliases).map(String::as_str);
            for name in names.chain(aliases) {
                exact.entry(fold.heading(name)).or_insert(Target::Field(index));
            }
        }
        for (names, target) in [(LON, Target::Lon), (LAT, Target::Lat), (LONLAT, Target::LonLat)] {
            for name in names {
                exact.insert(fold.heading(name), target);
            }
        }
        let long_enough = |alias: &str| !alias.is_ascii() && alias.chars().count() >= 2;
        let mut endings: Vec<_> = exact
            .iter()
            .filter(|(alias, _)| long_enough(alias))
            .map(|(alias, target)| (alias.clone(), *target))
            .collect();
        // The longest ending says most; the order is then the same in every run.
        endings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { exact, endings }
    }

    /// What a folded heading says.
    pub fn matching(&self, heading: &str) -> Option<Match> {
        if heading.is_empty() {
            return None;
        }
        if let Some(target) = self.exact.get(heading) {
            return Some(Match { target: *target, confidence: EXACT });
        }
        // Datum words around a coordinate: 经度GCJ02, WGS84纬度.
        for (word, target) in [("经纬度", Target::LonLat), ("经度", Target::Lon), ("纬度", Target::Lat)] {
            if heading.contains(word) {
                return Some(Match { target, confidence: 90 });
            }
        }
        let ending = self.endings.iter().find(|(alias, _)| heading.ends_with(alias.as_str()));
        ending.map(|(_, target)| Match { target: *target, confidence: ENDS_WITH })
    }

    /// One match a column: the surer heading takes a field, the earlier one among equals.
    pub fn assign(&self, headings: &[String]) -> Vec<Option<Match>> {
        let mut found: Vec<Option<Match>> = headings.iter().map(|heading| self.matching(heading)).collect();
        let mut best: HashMap<Target, (u8, usize)> = HashMap::new();
        for (column, matched) in found.iter().enumerate() {
            if let Some(Match { target, confidence }) = matched {
                let held = best.entry(*target).or_insert((*confidence, column));
                if *confidence > held.0 {
                    *held = (*confidence, column);
                }
            }
        }
        for (column, matched) in found.iter_mut().enumerate() {
            if matched.is_some_and(|matched| best.get(&matched.target).is_none_or(|held| held.1 != column)) {
                *matched = None;
            }
        }
        found
    }
}

/// Every heading of every kind, as evidence when the encoding is in doubt.
pub fn all_known(catalogue: &Catalogue, fold: &Fold) -> std::collections::HashSet<String> {
    catalogue.kinds().flat_map(|kind| Headings::of(kind, fold).exact.into_keys()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::catalogue::Catalogue, io::assets::shipped_catalogue};

    #[test]
    fn headings_are_read_by_name_alias_and_ending_and_a_field_is_taken_once() {
        let (catalogue, _) = Catalogue::read(&shipped_catalogue());
        let kind = catalogue.kind("shelter").unwrap();
        let fold = Fold::new();
        let headings = Headings::of(kind, &fold);
        let given = [
            "*避災場所名稱",
            "经度（小数点如120.30）",
            "纬度GCJ02",
            "村里",
            "預計收容村里",
            "预计收容人数(人)",
            "序号",
        ];
        let folded: Vec<String> = given.iter().map(|heading| fold.heading(heading)).collect();
        let assigned: Vec<Option<&str>> = headings
            .assign(&folded)
            .into_iter()
            .map(|matched| match matched?.target {
                Target::Field(index) => kind.fields.get(index).map(|field| field.id.as_str()),
                Target::Lon => Some("lon"),
                Target::Lat => Some("lat"),
                Target::LonLat => Some("lonlat"),
            })
            .collect();
        let expected = ["name", "lon", "lat", "village", "serves", "capacity"].map(Some);
        assert_eq!(assigned, [expected.as_slice(), &[None]].concat());
    }
}
