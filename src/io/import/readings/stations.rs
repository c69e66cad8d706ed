//! The places that measure, found by what a row says of them: a code, a name, or both.

use std::collections::{BTreeMap, HashMap};

use super::head::{Head, Wrong, wrong};
use crate::{
    domain::{
        catalogue::Kind,
        hazard::reservoir::VerticalDatum,
        model::{ObjectRef, Uid},
        world::World,
    },
    io::import::{Fold, table::Row},
};

const CODES: &[&str] =
    &["code", "id", "stcd", "测站编码", "测站编号", "站码", "站号", "水库编码", "水库代码", "编码", "编号", "代码"];
const NAMES: &[&str] = &[
    "station",
    "name",
    "stnm",
    "测站",
    "站名",
    "测站名称",
    "雨量站",
    "雨量站名称",
    "水位站",
    "水位站名称",
    "水库",
    "水库名称",
    "山塘名称",
    "名称",
];

/// Where a table says which station a row is of: by a code, a name, or both.
#[derive(Clone, Copy, Debug)]
pub(in crate::io::import) struct StationColumns {
    code: Option<usize>,
    name: Option<usize>,
}

impl StationColumns {
    /// The columns; `None`: there is neither.
    pub(in crate::io::import) fn of(head: &Head, fold: &Fold) -> Option<Self> {
        let (code, name) = (head.find(CODES, fold), head.find(NAMES, fold));
        (code.is_some() || name.is_some()).then_some(Self { code, name })
    }
}

/// A place that measures, as the register has it.
#[derive(Debug)]
struct Station {
    name: Option<String>,
    code: Option<String>,
    datum: Option<VerticalDatum>,
}

/// Where a row belongs.
#[derive(Debug)]
pub(in crate::io::import) struct Found {
    /// The station.
    pub(in crate::io::import) object: ObjectRef,
    /// That code and name disagree; the row is taken all the same.
    pub(in crate::io::import) disagrees: Option<Wrong>,
}

/// The places that measure.
pub(in crate::io::import) struct Stations {
    by_text: HashMap<String, Vec<ObjectRef>>,
    known: BTreeMap<ObjectRef, Station>,
}

impl Stations {
    /// Of a kind, or of all that measure so.
    pub(in crate::io::import) fn of(world: &World, wanted: Option<&str>, measures: impl Fn(&Kind) -> bool) -> Self {
        let mut stations = Self { by_text: HashMap::new(), known: BTreeMap::new() };
        for layer in world.layers() {
            let kind = layer.kind();
            if !measures(kind) || wanted.is_some_and(|wanted| wanted != kind.id.as_str()) {
                continue;
            }
            let [name, code, datum] = [kind.label.as_str(), "code", "vertical_datum"].map(|field| kind.index(field));
            for object in layer.objects() {
                let reference = ObjectRef { kind: object.kind.clone(), uid: object.uid };
                let text = |index: Option<usize>| index.and_then(|index| object.value(index).as_text());
                let filled = |index| text(index).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
                let station =
                    Station { name: filled(name), code: filled(code), datum: text(datum).and_then(VerticalDatum::of) };
                for text in [&station.name, &station.code].into_iter().flatten() {
                    let of_text = stations.by_text.entry(text.clone()).or_default();
                    if !of_text.contains(&reference) {
                        of_text.push(reference.clone());
                    }
                }
                stations.known.insert(reference, station);
            }
        }
        stations
    }

    /// The vertical datum that a station is registered with.
    pub(in crate::io::import) fn datum(&self, object: &ObjectRef) -> Option<VerticalDatum> {
        self.known.get(object).and_then(|station| station.datum)
    }

    /// The station that a text names: by its identifier, code or name.
    pub(in crate::io::import) fn find(&self, text: &str) -> Result<ObjectRef, &'static str> {
        match self.all(text).as_slice() {
            [object] => Ok(object.clone()),
            [] => Err("readings_no_station"),
            _ => Err("readings_several"),
        }
    }

    /// The station of a row: the code decides, then the name. Where the two disagree that is told with the row.
    pub(in crate::io::import) fn of_row(&self, row: &Row, columns: StationColumns) -> Result<Found, Wrong> {
        let filled = |column: Option<usize>| {
            let column = column?;
            let text = row.cell(column).text().trim().to_owned();
            (!text.is_empty()).then_some((column, text))
        };
        let (code, name) = (filled(columns.code), filled(columns.name));
        let one = |column: usize, text: &str| self.find(text).map_err(|code| wrong(code, column));
        match (code, name) {
            (None, None) => Err(wrong("readings_no_station", columns.name.or(columns.code).unwrap_or_default())),
            (Some((column, text)), None) | (None, Some((column, text))) => {
                Ok(Found { object: one(column, &text)?, disagrees: None })
            }
            (Some((of_code, code)), Some((of_name, name))) => match self.all(&code).as_slice() {
                [] => {
                    let object = one(of_name, &name)?;
                    let known = self.known.get(&object).and_then(|station| station.code.clone());
                    let disagrees = known.map(|known| told("readings_other_code", of_code, known));
                    Ok(Found { object, disagrees })
                }
                [object] => {
                    let known = self.known.get(object).and_then(|station| station.name.clone());
                    let other = known.filter(|known| !self.is_called(object, known, &name));
                    let disagrees = other.map(|known| told("readings_other_name", of_name, known));
                    Ok(Found { object: object.clone(), disagrees })
                }
                // A code that several share: the name tells them apart.
                several => {
                    let named = self.all(&name);
                    let mut both = several.iter().filter(|object| named.contains(object));
                    match (both.next(), both.next()) {
                        (Some(object), None) => Ok(Found { object: object.clone(), disagrees: None }),
                        _ => Err(wrong("readings_several", of_code)),
                    }
                }
            },
        }
    }

    fn all(&self, text: &str) -> Vec<ObjectRef> {
        let by_id = text.parse::<Uid>().ok().and_then(|uid| self.known.keys().find(|object| object.uid == uid));
        match by_id {
            Some(object) => vec![object.clone()],
            None => self.by_text.get(text).cloned().unwrap_or_default(),
        }
    }

    /// Whether a station may go by a name: its own, or one shorter or longer by a word (沙畈, 沙畈水库) that is no
    /// other's.
    fn is_called(&self, object: &ObjectRef, known: &str, name: &str) -> bool {
        let is_others = self.by_text.get(name).is_some_and(|all| !all.contains(object));
        known == name || (!is_others && (known.contains(name) || name.contains(known)))
    }
}

fn told(code: &'static str, column: usize, known: String) -> Wrong {
    Wrong { code, column, args: vec![("known", known)] }
}
