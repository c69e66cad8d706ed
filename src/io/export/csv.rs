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
    let columns = columns(kind, options);
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(objects.len() + 2);
    rows.extend(options.mark.map(|mark| vec![format!("{}（{mark}）", kind.zh)]));
    rows.push(columns.iter().map(|column| column.head.clone()).collect());
    rows.extend(objects.iter().map(|object| columns.iter().map(|column| column.text(object)).collect()));
    let mut writer =
        WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    for row in &rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// A column of an export.
pub(super) struct Exported<'a> {
    /// Its heading, as our own import knows it.
    pub head: String,
    of: Of<'a>,
    options: Options<'a>,
}

/// What a column holds.
enum Of<'a> {
    Field(usize, &'a Field),
    Lon,
    Lat,
}

/// The columns of a kind: its fields in order, then the position of things that stand at a point.
pub(super) fn columns<'a>(kind: &'a Kind, options: Options<'a>) -> Vec<Exported<'a>> {
    let fields = kind.fields.iter().enumerate().filter(|(_, field)| !field.hidden);
    let fields = fields.map(|(index, field)| {
        let head = match &field.unit_zh {
            Some(unit) => format!("{}（{unit}）", field.zh),
            None => field.zh.clone(),
        };
        Exported { head, of: Of::Field(index, field), options }
    });
    let datum = options.datum.heading();
    let axis = |axis: &str, of| Exported { head: format!("{axis}（{datum}）"), of, options };
    let position = [axis("经度", Of::Lon), axis("纬度", Of::Lat)];
    fields.chain(position.into_iter().filter(|_| kind.geometry == GeometryType::Point)).collect()
}

impl Exported<'_> {
    /// The value of an object's field; `None`: the column is of positions.
    pub fn value<'v>(&self, object: &'v Object) -> Option<&'v Value> {
        match self.of {
            Of::Field(index, _) => Some(object.value(index)),
            Of::Lon | Of::Lat => None,
        }
    }

    /// Whether what it holds is personal and masked.
    pub fn is_covered(&self) -> bool {
        matches!(self.of, Of::Field(_, field) if field.personal && !self.options.unmask)
    }

    /// Whether it holds whole numbers.
    pub fn is_number(&self) -> bool {
        matches!(self.of, Of::Field(_, field) if field.field_type == FieldType::Integer)
    }

    /// What stands in it.
    pub fn text(&self, object: &Object) -> String {
        let at = || match object.geometry.as_ref().map(|geometry| in_datum(geometry, self.options.datum)) {
            Some(Geometry::Point(at)) => Some(at),
            _ => None,
        };
        match self.of {
            Of::Field(index, field) => cell(field, object.value(index), self.options),
            Of::Lon => at().map_or_else(String::new, |at| at.x().to_string()),
            Of::Lat => at().map_or_else(String::new, |at| at.y().to_string()),
        }
    }
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
