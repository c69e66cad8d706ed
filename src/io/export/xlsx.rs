//! A kind as an Excel file that our own import, and the merge of a township's copy, read back.

use std::path::Path;

use jiff::{Timestamp, tz::Offset};

use crate::{
    domain::{
        model::{Object, Value},
        view::{
            Words,
            paper::{Cell, Column, Paper, Part, Table},
        },
        world::World,
    },
    io::{
        export::{ExportError, Options, chosen, csv::columns, write_whole},
        report::{PaperFormat, write_paper},
    },
};

/// Writes the objects of a kind, made at `now`: the file says so, and a merge compares with what was then. Returns how
/// many.
///
/// # Errors
/// [`ExportError`]; the file is whole or not there.
pub fn xlsx(
    path: &Path,
    world: &World,
    kind: &str,
    options: Options<'_>,
    now: Timestamp,
    words: &Words,
) -> Result<usize, ExportError> {
    let layer = world.layer(kind).ok_or_else(|| ExportError::NoKind(kind.to_owned()))?;
    let objects = chosen(layer, options);
    let columns = columns(layer.kind(), options);
    let row = |object: &&Object| -> Vec<Cell> {
        columns
            .iter()
            .map(|column| match column.value(object) {
                Some(Value::Integer(number)) if !column.is_covered() => Cell::whole(*number),
                // A spreadsheet takes RFC 3339 for text; this it can sort.
                Some(Value::Time(time)) if !column.is_covered() => {
                    Offset::constant(8).to_datetime(*time).strftime("%Y-%m-%d %H:%M:%S").to_string().into()
                }
                _ => column.text(object).into(),
            })
            .collect()
    };
    let heads =
        columns.iter().map(|column| if column.is_number() { Column::number } else { Column::text }(&column.head));
    let table = Table {
        name: layer.kind().zh.clone(),
        columns: heads.collect(),
        rows: objects.iter().map(row).collect(),
        ..Table::default()
    };
    let paper = Paper {
        title: layer.kind().zh.clone(),
        mark: options.mark.map(str::to_owned),
        time: Some(now),
        parts: vec![Part::Table(table)],
        ..Paper::default()
    };
    let bytes = write_paper(&paper, PaperFormat::Xlsx, words).map_err(|error| {
        let why = std::io::Error::other(error.sentence(words));
        ExportError::Unwritable { path: path.to_owned(), why }
    })?;
    write_whole(path, &bytes)?;
    Ok(objects.len())
}
