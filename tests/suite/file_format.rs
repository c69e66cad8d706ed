//! `docs/file-format.md` says what the catalogue is.

use std::{fmt::Write as _, fs, path::Path};

use sitmap::{
    domain::catalogue::{Catalogue, Field, FieldType, GeometryType, Source},
    io::assets::shipped_catalogue,
};

const START: &str = "<!-- kinds -->\n";
const END: &str = "<!-- end -->";

/// The shipped catalogue without the common fields, and these alone.
fn catalogues() -> (Catalogue, Vec<Field>) {
    let common = |source: &Source| source.name == "common.toml";
    let own: Vec<Source> = shipped_catalogue().into_iter().filter(|source| !common(source)).collect();
    let (all, _) = Catalogue::read(&shipped_catalogue());
    // `training_hall` declares no common field of its own but the name.
    let fields = all.kind("training_hall").map(|kind| kind.fields.clone()).unwrap_or_default();
    let (alone, _) = Catalogue::read(&own);
    let known = alone.kind("training_hall").map_or(0, |kind| kind.fields.len());
    (alone, fields.into_iter().skip(known).collect())
}

fn type_name(field: &Field) -> String {
    let choices = || field.choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>().join(" ");
    match field.field_type {
        FieldType::Text => "text".to_owned(),
        FieldType::Integer => "integer".to_owned(),
        FieldType::Real => "real".to_owned(),
        FieldType::Bool => "yes/no".to_owned(),
        FieldType::Choice => format!("one of: {}", choices()),
        FieldType::Choices => format!("several of: {}", choices()),
        FieldType::Date => "date".to_owned(),
        FieldType::Time => "time".to_owned(),
        FieldType::Link => format!("→ {}", field.link.as_deref().unwrap_or("?")),
        FieldType::Curve => "curve".to_owned(),
    }
}

fn rows(text: &mut String, fields: &[Field]) {
    text.push_str("| id | 中文 | type |\n|---|---|---|\n");
    for field in fields {
        let marks = [(field.required, "\\*"), (field.personal, "†"), (field.summed, "Σ")];
        let marks: String = marks.into_iter().filter(|(set, _)| *set).map(|(_, mark)| mark).collect();
        let unit = field.unit_en.as_deref().map(|unit| format!(", {unit}")).unwrap_or_default();
        let _ = writeln!(text, "| `{}`{marks} | {} | {}{unit} |", field.id, field.zh, type_name(field));
    }
}

/// The table of kinds and fields as the document holds it.
fn kinds_table() -> String {
    let (catalogue, common) = catalogues();
    let mut text = String::from("### Every kind has\n\n");
    rows(&mut text, &common);
    for group in catalogue.groups() {
        let _ = writeln!(text, "\n### {} ({})", group.zh, group.en);
        let mut kinds: Vec<_> = catalogue.kinds().filter(|kind| kind.group == group.id).collect();
        kinds.sort_by_key(|kind| kind.order);
        for kind in kinds {
            let geometry = match kind.geometry {
                GeometryType::Point => "point",
                GeometryType::Line => "line",
                GeometryType::Polygon => "polygon",
                GeometryType::None => "no geometry",
            };
            let variants = kind.symbol.by.iter().flat_map(|by| &by.choice);
            let codes = kind.symbol.code.iter().chain(variants.filter_map(|variant| variant.code.as_ref()));
            let code: String = codes.map(|code| format!(", {code}")).collect();
            let _ = writeln!(text, "\n**`{}`** {} ({}): {geometry}{code}\n", kind.id, kind.zh, kind.en);
            rows(&mut text, &kind.fields);
        }
    }
    text.push('\n');
    text
}

#[test]
fn the_table_of_kinds_is_that_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/file-format.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(START).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let wanted = kinds_table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{START}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert!(table == wanted, "docs/file-format.md is out of date: UPDATE_DOCS=1 cargo test --test suite file_format");
}

#[test]
fn the_example_of_a_new_kind_loads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/file-format.md");
    let document = fs::read_to_string(path).unwrap();
    let example = document.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut sources = shipped_catalogue();
    sources.push(Source { name: "gong.toml".to_owned(), text: example.to_owned() });
    let (catalogue, problems) = Catalogue::read(&sources);
    assert_eq!(problems, []);
    assert!(catalogue.kind("gong").unwrap().field("township").is_some());
}
