//! A kind as GeoJSON: WGS-84 as RFC 7946 asks unless another datum is asked for, and the file says which; property
//! keys are field ids, so that our import reads it back.

use std::path::Path;

use serde_json::{Map, Number, Value as Json, json};

use crate::{
    domain::{
        catalogue::{Field, FieldType, Kind},
        model::{Object, Value},
        view::mask::masked,
        world::World,
    },
    io::export::{ExportError, Options, chosen, in_datum, write_whole},
};

/// Writes the objects of a kind; returns how many.
///
/// # Errors
/// [`ExportError`]; the file is whole or not there.
pub fn geojson(path: &Path, world: &World, kind: &str, options: Options<'_>) -> Result<usize, ExportError> {
    let layer = world.layer(kind).ok_or_else(|| ExportError::NoKind(kind.to_owned()))?;
    let objects = chosen(layer, options);
    let mut text = collection(layer.kind(), &objects, options).to_string();
    text.push('\n');
    write_whole(path, text.as_bytes())?;
    Ok(objects.len())
}

/// Objects of a kind as a feature collection. Foreign members say the kind, its names, the datum and the mark.
pub fn collection(kind: &Kind, objects: &[&Object], options: Options<'_>) -> Json {
    let mut top = Map::new();
    top.insert("type".to_owned(), json!("FeatureCollection"));
    top.insert("kind".to_owned(), json!(kind.id.as_str()));
    top.insert("title".to_owned(), json!(format!("{} / {}", kind.zh, kind.en)));
    top.insert("datum".to_owned(), json!(options.datum.id()));
    if let Some(mark) = options.mark {
        top.insert("mark".to_owned(), json!(mark));
    }
    let features: Vec<Json> = objects.iter().map(|object| feature(kind, object, options)).collect();
    top.insert("features".to_owned(), Json::Array(features));
    Json::Object(top)
}

fn feature(kind: &Kind, object: &Object, options: Options<'_>) -> Json {
    let mut properties = Map::new();
    for (index, field) in kind.fields.iter().enumerate() {
        properties.insert(field.id.to_string(), property(field, object.value(index), options));
    }
    let geometry = object
        .geometry
        .as_ref()
        .map(|geometry| ::geojson::Geometry::from(&in_datum(geometry, options.datum)))
        .map_or(Json::Null, |geometry| serde_json::to_value(geometry).unwrap_or(Json::Null));
    json!({ "type": "Feature", "id": object.uid.to_string(), "geometry": geometry, "properties": properties })
}

fn property(field: &Field, value: &Value, options: Options<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) if field.personal && !options.unmask => json!(masked(text)),
        _ if field.personal && !options.unmask => Json::Null,
        Value::Text(text) if field.field_type == FieldType::Curve => {
            serde_json::from_str(text).unwrap_or_else(|_| json!(&**text))
        }
        Value::Text(text) => json!(&**text),
        Value::Bool(yes) => json!(yes),
        Value::Integer(number) => json!(number),
        Value::Real(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Date(day) => json!(day.to_string()),
        Value::Time(time) => json!(time.to_string()),
    }
}
