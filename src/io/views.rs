//! What a seat looked at, as it is kept in the settings: the last view of each district, and views with a name.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::domain::{
    catalogue::{Catalogue, Kind},
    model::KindId,
    query::{BadFilter, Condition, Notation},
    view::look::{ColorBy, LayerLook},
};

/// Of how many districts the views are kept.
const DISTRICTS: usize = 20;
/// How many views with a name a district has at most: as many as there are digits to call them up.
pub const BOOKMARKS: usize = 9;

/// Where the map looks and what is on it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct SavedView {
    /// The middle, degrees, WGS-84, longitude first.
    pub centre: [f64; 2],
    /// The zoom, Web Mercator.
    pub zoom: f64,
    /// Kinds that are off.
    pub off: BTreeSet<String>,
    /// Kinds that are shown whole, at any zoom.
    pub whole: BTreeSet<String>,
    /// Overlays of plots that are off, by name.
    pub overlays_off: BTreeSet<String>,
    /// Layers that look otherwise than their catalogue says.
    pub looks: BTreeMap<String, SavedLook>,
}

/// How a layer looks; the filter by ids, so that it is read in every language.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct SavedLook {
    /// How strongly it is drawn.
    pub opacity: f32,
    /// How far it was moved up.
    pub lift: i32,
    /// Only what meets this is shown.
    pub filter: Option<String>,
    /// `rule`, `plain` or `field:` and the field's id.
    pub color: String,
    /// Whether names are written.
    pub labels: bool,
}

impl Default for SavedLook {
    fn default() -> Self {
        Self { opacity: 1.0, lift: 0, filter: None, color: "rule".to_owned(), labels: true }
    }
}

/// A view with a name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Bookmark {
    /// What it is called.
    pub name: String,
    /// What it shows.
    pub view: SavedView,
}

/// The views of a district.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct DistrictViews {
    /// The district file.
    pub file: PathBuf,
    /// What was looked at last.
    pub last: Option<SavedView>,
    /// The views with a name, in the order of their digits.
    pub bookmarks: Vec<Bookmark>,
}

impl SavedLook {
    /// A look as it is kept.
    pub fn of(look: &LayerLook, kind: &Kind) -> Self {
        Self {
            opacity: look.opacity,
            lift: look.lift,
            filter: look.filter.as_ref().map(|filter| filter.text(kind, Notation::Ids)),
            color: match &look.color {
                ColorBy::Rule => "rule".to_owned(),
                ColorBy::Plain => "plain".to_owned(),
                ColorBy::Field(field) => format!("field:{field}"),
            },
            labels: look.labels,
        }
    }

    /// The look; a filter that the catalogue no longer knows is told and left out, and so is a field that coloured.
    pub fn look(&self, kind: &Kind) -> (LayerLook, Option<BadFilter>) {
        let (filter, bad) = match self.filter.as_deref().map(|text| Condition::parse(text, kind)).transpose() {
            Ok(filter) => (filter, None),
            Err(bad) => (None, Some(bad)),
        };
        let color = match self.color.strip_prefix("field:") {
            Some(field) if kind.index(field).is_some() => ColorBy::Field(field.into()),
            None if self.color == "plain" => ColorBy::Plain,
            _ => ColorBy::Rule,
        };
        let look = LayerLook { opacity: self.opacity, lift: self.lift, filter, color, labels: self.labels };
        (look.clamped(), bad)
    }
}

/// Looks as they are kept.
pub fn kept(looks: &BTreeMap<KindId, LayerLook>, catalogue: &Catalogue) -> BTreeMap<String, SavedLook> {
    let known = looks.iter().filter_map(|(id, look)| Some((id, look, catalogue.kind(id.as_str())?)));
    known.map(|(id, look, kind)| (id.to_string(), SavedLook::of(look, kind))).collect()
}

/// The looks of a view, and the kinds whose filter no longer fits its catalogue. Kinds that are gone are left out.
pub fn looks(saved: &SavedView, catalogue: &Catalogue) -> (BTreeMap<KindId, LayerLook>, Vec<KindId>) {
    let (mut looks, mut lost) = (BTreeMap::new(), Vec::new());
    for (id, look) in &saved.looks {
        let Some(kind) = catalogue.kind(id) else { continue };
        let (look, bad) = look.look(kind);
        lost.extend(bad.map(|_| kind.id.clone()));
        if look != LayerLook::default() {
            looks.insert(kind.id.clone(), look);
        }
    }
    (looks, lost)
}

/// The views of a district, if any are kept.
pub fn of<'a>(all: &'a [DistrictViews], file: &Path) -> Option<&'a DistrictViews> {
    all.iter().find(|views| views.file == file)
}

/// The views of a district, to be changed; the ones used last stand first, and only so many are kept. Those with
/// bookmarks outlive those without.
pub fn of_mut<'a>(all: &'a mut Vec<DistrictViews>, file: &Path) -> Option<&'a mut DistrictViews> {
    let known = all.iter().position(|views| views.file == file);
    let own = known.map(|place| all.remove(place));
    all.insert(0, own.unwrap_or_else(|| DistrictViews { file: file.to_owned(), ..DistrictViews::default() }));
    while all.len() > DISTRICTS {
        let bare = all.iter().rposition(|views| views.bookmarks.is_empty()).filter(|place| *place > 0);
        all.remove(bare.unwrap_or(all.len() - 1));
    }
    all.first_mut()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::query::Condition, io::assets::shipped_catalogue};

    fn catalogue() -> Catalogue {
        Catalogue::read(&shipped_catalogue()).0
    }

    #[test]
    fn a_look_comes_back_as_it_was_kept() {
        let catalogue = catalogue();
        let kind = catalogue.kind("enterprise").unwrap();
        let filter = Condition::parse("risk_color=red and (township=白龙桥镇 or staff>=10)", kind).unwrap();
        for color in [ColorBy::Rule, ColorBy::Plain, ColorBy::Field("industry".into())] {
            let look = LayerLook { opacity: 0.4, lift: -2, filter: Some(filter.clone()), color, labels: false };
            let text = toml::to_string(&SavedLook::of(&look, kind)).unwrap();
            let read: SavedLook = toml::from_str(&text).unwrap();
            assert_eq!(read.look(kind), (look, None));
        }
    }

    #[test]
    fn what_the_catalogue_no_longer_knows_is_told_and_the_rest_is_kept() {
        let catalogue = catalogue();
        let look = |filter: &str| SavedLook { filter: Some(filter.to_owned()), opacity: 9.0, ..SavedLook::default() };
        let looks_of =
            [("enterprise", look("no_such_field=1")), ("gone", look("x=1")), ("shelter", look("capacity>9"))];
        let saved = SavedView {
            looks: looks_of.into_iter().map(|(id, look)| (id.to_owned(), look)).collect(),
            ..SavedView::default()
        };
        let (read, lost) = looks(&saved, &catalogue);
        assert_eq!(lost, [KindId::from("enterprise")]);
        assert_eq!(read.keys().map(KindId::as_str).collect::<Vec<_>>(), ["shelter"]);
        assert!(read.values().all(|look| look.opacity == 1.0 && look.filter.is_some()));
    }

    #[test]
    fn the_districts_used_last_keep_their_views_and_bookmarks_outlive_bare_views() {
        let mut all = Vec::new();
        let own = of_mut(&mut all, Path::new("first")).unwrap();
        own.bookmarks.push(Bookmark { name: "全区".to_owned(), ..Bookmark::default() });
        for number in 0..30 {
            of_mut(&mut all, Path::new(&format!("{number}"))).unwrap().last = Some(SavedView::default());
        }
        assert_eq!(all.len(), DISTRICTS);
        assert_eq!(of(&all, Path::new("first")).map(|views| views.bookmarks.len()), Some(1));
        assert!(of(&all, Path::new("29")).is_some() && of(&all, Path::new("0")).is_none());
    }
}
