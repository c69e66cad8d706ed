//! A kind of thing: what a layer, a table and an import template are made from.

use serde::{Deserialize, Serialize};

use crate::domain::{
    catalogue::{ColorRule, Field, Lang, Symbol},
    model::{FieldId, KindId, Object, Value},
};

/// What a kind's geometry is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GeometryType {
    /// A point.
    Point,
    /// A line or several.
    Line,
    /// A polygon or several.
    Polygon,
    /// No place of its own (a task, a log entry, a household on a list).
    None,
}

/// What algorithms ask of a kind beyond its name.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Part of the base map: drawn under everything, not counted among what is watched.
    Basemap,
    /// Polygons whose `status` is `active` bar the places inside them.
    DangerArea,
    /// Bars the roads that it lies on, crosses or covers while its `status` is `active`.
    RoadClosure,
    /// Holds water behind a dam: `level_m` is judged by the flood limit in force, by `size_class` and season.
    Reservoir,
    /// Comes to where it is needed: its way is counted from it, not to it.
    Responder,
    /// A place for people: has `capacity`, `occupancy`, `status`, `suitable_hazards`, `safety_inspected`.
    Shelter,
    /// Drawn in an operation: styled by its `class`, shown from `valid_from` until `valid_until`.
    Plot,
}

/// A kind of thing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its id, and its table's name in the district file.
    pub id: KindId,
    /// Earlier ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its name in Chinese, short.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The layer group it stands in.
    pub group: String,
    /// Order within the group and of drawing, low first.
    #[serde(default)]
    pub order: i32,
    /// Point, line, polygon or none.
    pub geometry: GeometryType,
    /// The business line (业务线) it belongs to unless an object says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_line: Option<String>,
    /// What algorithms ask of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Whether its layer is on when a district is first opened.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub visible: bool,
    /// The zoom levels (Web Mercator, 0-22) at which it is drawn, inclusive.
    #[serde(default = "all_zooms")]
    pub zoom: [f32; 2],
    /// The zoom from which its labels are drawn.
    #[serde(default = "label_zoom")]
    pub label_zoom: f32,
    /// The field that names an object on the map; `name` unless said.
    #[serde(default = "name_field")]
    pub label: FieldId,
    /// How it is drawn.
    pub symbol: Symbol,
    /// How its state colours it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<ColorRule>,
    /// File, sheet and list names that an import takes for this kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its fields; the common ones (`common.toml`) are added when it is loaded.
    #[serde(default, rename = "field")]
    pub fields: Vec<Field>,
}

/// A group of layers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

fn yes() -> bool {
    true
}

fn is_true(yes: &bool) -> bool {
    *yes
}

fn all_zooms() -> [f32; 2] {
    [0.0, 22.0]
}

fn label_zoom() -> f32 {
    13.0
}

fn name_field() -> FieldId {
    FieldId::from("name")
}

impl Kind {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Where a field stands among an object's values.
    pub fn index(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|known| known.id.as_str() == field)
    }

    /// An object's value of a field; nothing where its kind has no such field.
    pub fn value<'a>(&self, object: &'a Object, field: &str) -> &'a Value {
        self.index(field).map_or(&Value::Null, |index| object.value(index))
    }

    /// The values of an object that says these; what the kind has no field for is left out.
    pub fn row<'a>(&self, said: impl IntoIterator<Item = (&'a str, Value)>) -> Vec<Value> {
        let mut values = vec![Value::Null; self.fields.len()];
        for (field, value) in said {
            if let Some(slot) = self.index(field).and_then(|index| values.get_mut(index)) {
                *slot = value;
            }
        }
        values
    }

    /// The field of this id.
    pub fn field(&self, field: &str) -> Option<&Field> {
        self.fields.iter().find(|known| known.id.as_str() == field)
    }

    /// Whether algorithms may ask this of it.
    pub fn has_role(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

impl Group {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
