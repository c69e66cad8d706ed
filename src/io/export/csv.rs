//! A kind as CSV for spreadsheets: UTF-8 with its mark, Chinese headings that our own import reads back.

use std::path::Path;

use geo_types::Geometry;

use crate::{
    domain::{
        catalogue::{Field, FieldType, GeometryType, Kind},
        model::{Object, Value},
        world::World,
    },
    io::export::{ExportError, Options, masked, write_whole},
};

/// Writes the objects of a kind; returns how many.
///
/// # Errors
/// [`ExportError`]; the file is whole or not there.
pub fn csv(path: &Path, world: &World, kind: &str, options: Options<'_>) -> Result<usize, ExportError> {
    let layer = world.layer(kind).ok_or_else(|| ExportError::NoKind(kind.to_owned()))?;
    let objects: Vec<&Object> = layer.objects().map(AsRef::as_ref).collect();
    write_whole(path, table(layer.kind(), &objects, options).as_bytes())?;
    Ok(objects.len())
}

/// Objects of a kind as CSV text. The headings of the position name its datum, WGS-84; lines and areas have no
/// columns for theirs.
pub fn table(kind: &Kind, objects: &[&Object], options: Options<'_>) -> String {
    let fields: Vec<(usize, &Field)> = kind.fields.iter().enumerate().filter(|(_, field)| !field.hidden).collect();
    let placed = kind.geometry == GeometryType::Point;
    let mut text = String::from("\u{feff}");
    if let Some(mark) = options.mark {
        line(&mut text, [format!("{}（{mark}）", kind.zh)].into_iter());
    }
    let headings = fields.iter().map(|(_, field)| match &field.unit_zh {
        Some(unit) => format!("{}（{unit}）", field.zh),
        None => field.zh.clone(),
    });
    let positions = ["经度（WGS84）", "纬度（WGS84）"].map(str::to_owned);
    line(&mut text, headings.chain(positions.into_iter().filter(|_| placed)));
    for object in objects {
        let cells = fields.iter().map(|(index, field)| cell(field, object.value(*index), options));
        let position = match object.geometry {
            Some(Geometry::Point(at)) => [at.x().to_string(), at.y().to_string()],
            _ => [String::new(), String::new()],
        };
        line(&mut text, cells.chain(position.into_iter().filter(|_| placed)));
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

fn cell(field: &Field, value: &Value, options: Options<'_>) -> String {
    let covered = field.personal && !options.unmask;
    let name = |id: &str| field.choice(id).map_or_else(|| id.to_owned(), |choice| choice.zh.clone());
    match (value, field.field_type) {
        (Value::Null, _) => String::new(),
        (Value::Text(text), _) if covered => masked(text),
        _ if covered => String::new(),
        (Value::Text(id), FieldType::Choice) => name(id),
        (Value::Text(ids), FieldType::Choices) => ids.split(',').map(name).collect::<Vec<_>>().join("、"),
        (Value::Text(text), _) => text.to_string(),
        (Value::Bool(true), _) => "是".to_owned(),
        (Value::Bool(false), _) => "否".to_owned(),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Real(number), _) => number.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Time(time), _) => time.to_string(),
    }
}
