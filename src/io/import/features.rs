//! GeoJSON, feature by feature: one that is broken does not hide the others.

use std::collections::HashMap;

use geo_types::Geometry;
use serde_json::{Map, Value as Json};

use crate::io::import::{
    error::ImportError,
    limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS},
    table::{Cells, Feature, Owned, Row, Table},
};

/// A GeoJSON file as a table, and what it says of its datum.
#[derive(Debug)]
pub struct Features {
    /// A row a feature, a column a property.
    pub table: Table,
    /// The text of a `crs` member (2008) or of our own `datum` member.
    pub crs: Option<String>,
    /// The kind that our own export names.
    pub kind: Option<String>,
}

/// Reads GeoJSON text: a collection, a feature or a bare geometry.
///
/// # Errors
/// [`ImportError::Broken`] when it is no JSON or no GeoJSON, [`ImportError::TooLarge`] past a limit.
pub fn read(text: &str) -> Result<Features, ImportError> {
    let json: Json = serde_json::from_str(text).map_err(|error| ImportError::broken("geojson", error))?;
    let Json::Object(mut top) = json else { return Err(ImportError::broken("geojson", "not an object")) };
    let crs = crs(&top);
    let kind = top.get("kind").and_then(Json::as_str).map(str::to_owned);
    let features = match top.get("type").and_then(Json::as_str) {
        Some("FeatureCollection") => match top.remove("features") {
            Some(Json::Array(features)) => features,
            _ => return Err(ImportError::broken("geojson", "no features")),
        },
        Some("Feature") => vec![Json::Object(top)],
        Some(_) if top.contains_key("coordinates") || top.contains_key("geometries") => {
            let mut feature = Map::new();
            feature.insert("geometry".to_owned(), Json::Object(top));
            vec![Json::Object(feature)]
        }
        _ => return Err(ImportError::broken("geojson", "no GeoJSON type")),
    };
    let found = features.len() as u64;
    if found > MAX_ROWS {
        return Err(ImportError::too_large("rows", found, MAX_ROWS));
    }
    Ok(Features { table: table(features)?, crs, kind })
}

fn crs(top: &Map<String, Json>) -> Option<String> {
    let named = top.get("crs").and_then(|crs| crs.pointer("/properties/name")).and_then(Json::as_str);
    named.or_else(|| top.get("datum").and_then(Json::as_str)).map(str::to_owned)
}

fn table(features: Vec<Json>) -> Result<Table, ImportError> {
    let mut names: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows = Vec::with_capacity(features.len());
    for (index, feature) in features.into_iter().enumerate() {
        let Json::Object(mut feature) = feature else {
            rows.push(broken(index, "not an object"));
            continue;
        };
        let mut cells = Vec::new();
        if let Some(Json::Object(properties)) = feature.remove("properties") {
            for (name, value) in properties {
                let place = *places.entry(name).or_insert_with_key(|name| {
                    names.push(name.clone());
                    names.len() - 1
                });
                if place >= MAX_COLUMNS {
                    return Err(ImportError::too_large("columns", place as u64 + 1, MAX_COLUMNS as u64));
                }
                if cells.len() <= place {
                    cells.resize(place + 1, Owned::Empty);
                }
                if let Some(cell) = cells.get_mut(place) {
                    *cell = owned(value)?;
                }
            }
        }
        let id = match feature.remove("id") {
            Some(Json::String(id)) => Some(id),
            Some(Json::Number(id)) => Some(id.to_string()),
            _ => None,
        };
        let feature = Feature { geometry: geometry(feature.remove("geometry")), id };
        rows.push(Row { number: index as u64 + 1, cells: Cells::Typed(cells), feature: Some(Box::new(feature)) });
    }
    Ok(Table { sheet: None, names: Some(names), rows })
}

fn broken(index: usize, why: &str) -> Row {
    let feature = Feature { geometry: Err(why.to_owned()), id: None };
    Row { number: index as u64 + 1, cells: Cells::Typed(Vec::new()), feature: Some(Box::new(feature)) }
}

fn owned(value: Json) -> Result<Owned, ImportError> {
    let text = match value {
        Json::Null => return Ok(Owned::Empty),
        Json::Bool(yes) => return Ok(Owned::Bool(yes)),
        Json::Number(number) => return Ok(number.as_f64().map_or(Owned::Empty, Owned::Number)),
        Json::String(text) => text,
        other => other.to_string(),
    };
    if text.len() > MAX_CELL_BYTES {
        return Err(ImportError::too_large("cell_bytes", text.len() as u64, MAX_CELL_BYTES as u64));
    }
    Ok(Owned::text(text))
}

fn geometry(json: Option<Json>) -> Result<Option<Geometry>, String> {
    let Some(json) = json.filter(|json| !json.is_null()) else { return Ok(None) };
    let parsed: geojson::Geometry = serde_json::from_value(json).map_err(|error| error.to_string())?;
    Geometry::try_from(parsed).map(Some).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::import::table::Cell;

    #[test]
    fn a_broken_feature_does_not_hide_the_others() {
        let text = r#"{"type":"FeatureCollection","datum":"gcj02","features":[
            {"type":"Feature","id":7,"properties":{"name":"甲","n":3},"geometry":{"type":"Point","coordinates":[119,29]}},
            5,
            {"type":"Feature","properties":{"b":true},"geometry":{"type":"Point","coordinates":["x"]}},
            {"type":"Feature","properties":null,"geometry":null}]}"#;
        let features = read(text).unwrap();
        assert_eq!(features.crs.as_deref(), Some("gcj02"));
        assert_eq!(features.table.names.as_deref(), Some(&["name".to_owned(), "n".to_owned(), "b".to_owned()][..]));
        let [first, second, third, fourth] = features.table.rows.as_slice() else { panic!() };
        assert_eq!((first.cell(0), first.cell(1)), (Cell::Text("甲"), Cell::Number(3.0)));
        assert_eq!(first.feature.as_ref().unwrap().id.as_deref(), Some("7"));
        assert!(second.feature.as_ref().unwrap().geometry.is_err());
        assert!(third.feature.as_ref().unwrap().geometry.is_err());
        assert_eq!(third.cell(2), Cell::Bool(true));
        assert_eq!(fourth.feature.as_ref().unwrap().geometry, Ok(None));
    }

    #[test]
    fn nesting_without_end_is_an_error_and_not_a_crash() {
        assert!(read(&"[".repeat(1_000_000)).is_err());
        assert!(read(&"{\"type\":".repeat(100_000)).is_err());
    }
}
