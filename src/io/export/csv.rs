//! A kind as CSV for spreadsheets: UTF-8 with its mark, Chinese headings that our own import reads back.

use std::path::Path;

use ::csv::{Terminator, WriterBuilder};
use geo_types::Geometry;

use crate::{
    domain::{
        catalogue::{Field, FieldType, GeometryType, Kind},
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
pub fn csv(path: &Path, world: &World, kind: &str, options: Options<'_>) -> Result<usize, ExportError> {
    let layer = world.layer(kind).ok_or_else(|| ExportError::NoKind(kind.to_owned()))?;
    let objects = chosen(layer, options);
    write_whole(path, &table(layer.kind(), &objects, options))?;
    Ok(objects.len())
}

/// Objects of a kind as CSV. The headings of the position name its datum; lines and areas have no columns for
/// theirs.
pub fn table(kind: &Kind, objects: &[&Object], options: Options<'_>) -> Vec<u8> {
    let fields: Vec<(usize, &Field)> = kind.fields.iter().enumerate().filter(|(_, field)| !field.hidden).collect();
    let placed = kind.geometry == GeometryType::Point;
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(objects.len() + 2);
    rows.extend(options.mark.map(|mark| vec![format!("{}（{mark}）", kind.zh)]));
    let headings = fields.iter().map(|(_, field)| match &field.unit_zh {
        Some(unit) => format!("{}（{unit}）", field.zh),
        None => field.zh.clone(),
    });
    let datum = options.datum.heading();
    let positions = ["经度", "纬度"].map(|axis| format!("{axis}（{datum}）"));
    rows.push(headings.chain(positions.into_iter().filter(|_| placed)).collect());
    for object in objects {
        let cells = fields.iter().map(|(index, field)| cell(field, object.value(*index), options));
        let position = match object.geometry.as_ref().map(|geometry| in_datum(geometry, options.datum)) {
            Some(Geometry::Point(at)) => [at.x().to_string(), at.y().to_string()],
            _ => [String::new(), String::new()],
        };
        rows.push(cells.chain(position.into_iter().filter(|_| placed)).collect());
    }
    let mut writer =
        WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    for row in &rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
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
