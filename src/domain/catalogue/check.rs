//! What a catalogue file must hold to: said with its name, so that the one who wrote it can mend it.

use std::collections::BTreeSet;

use crate::domain::{
    catalogue::{Field, FieldType, Group, Kind, Variants, standard},
    model::{FieldId, KindId},
    problem::Problem,
};

/// Column names that the district file uses itself; a field may not take them.
pub const RESERVED_FIELDS: [&str; 6] = ["fid", "uid", "geom", "rowid", "oid", "_rowid_"];

/// Beginnings of the names of the district file's own tables; a kind may not take them.
const RESERVED_TABLES: [&str; 4] = ["gpkg_", "rtree_", "sitmap_", "sqlite_"];

/// The end of the name of the table beside a kind that holds what is personal of it.
const PERSONAL_TABLE: &str = "_personal";

/// The longest id of a kind or field.
const LONGEST_ID: usize = 40;

/// What is wrong with a kind taken by itself. Empty: it can be used.
pub fn kind_problems(kind: &Kind, file: &str) -> Vec<Problem> {
    let found = |code| Problem::new(code).file(file).arg("kind", &kind.id);
    let mut problems = Vec::new();
    let table = kind.id.as_str();
    let reserved = RESERVED_TABLES.iter().any(|start| table.starts_with(start)) || table.ends_with(PERSONAL_TABLE);
    if !is_identifier(table) || reserved {
        problems.push(found("catalogue_bad_id").value(table));
    }
    if kind.zh.trim().is_empty() || kind.symbol.mark.chars().count() != 1 {
        problems.push(found("catalogue_no_words").value(table));
    }
    let mut seen = BTreeSet::new();
    for field in &kind.fields {
        let id = field.id.as_str();
        if !is_identifier(id) || RESERVED_FIELDS.contains(&id) {
            problems.push(found("catalogue_bad_id").value(id));
        }
        if !seen.insert(id) {
            problems.push(found("catalogue_field_twice").value(id));
        }
        problems.extend(field_problems(field).into_iter().map(|code| found(code).value(id)));
    }
    let named = [Some(&kind.label), kind.color.as_ref().map(|rule| &rule.field)];
    let over = kind.color.as_ref().and_then(|rule| rule.over.as_ref());
    let by = kind.symbol.by.as_ref().map(|by: &Variants| &by.field);
    let in_symbol = [kind.symbol.number.as_ref(), by].into_iter().flatten();
    for missing in
        named.into_iter().flatten().chain(over).chain(in_symbol).filter(|id| kind.field(id.as_str()).is_none())
    {
        problems.push(found("catalogue_no_field").value(missing.as_str()));
    }
    problems
}

/// What is wrong with a symbol: a code that GB/T 35649 does not have, or a frame that is not of the code's class.
fn symbol_problems(kind: &Kind) -> impl Iterator<Item = (&'static str, &str)> {
    let variants = kind.symbol.by.iter().flat_map(|by| &by.choice).filter_map(|variant| variant.code.as_deref());
    kind.symbol.code.as_deref().into_iter().chain(variants).filter_map(|code| {
        let fits = standard::frame_of(code) == Some(kind.symbol.frame);
        match (standard::is_code(code), fits) {
            (false, _) => Some(("catalogue_bad_code", code)),
            (true, false) => Some(("catalogue_bad_frame", code)),
            (true, true) => None,
        }
    })
}

fn field_problems(field: &Field) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let chooses = matches!(field.field_type, FieldType::Choice | FieldType::Choices);
    if chooses && field.choices.is_empty() {
        codes.push("catalogue_no_choices");
    }
    let mut seen = BTreeSet::new();
    // Choices are stored joined by commas, so a comma inside one would split it.
    if field.choices.iter().any(|choice| choice.id.is_empty() || choice.id.contains(',') || !seen.insert(&choice.id)) {
        codes.push("catalogue_bad_choice");
    }
    if field.field_type == FieldType::Link && field.link.is_none() {
        codes.push("catalogue_no_link");
    }
    if field.summed && field.field_type != FieldType::Integer {
        codes.push("catalogue_summed_not_integer");
    }
    if matches!((field.min, field.max), (Some(min), Some(max)) if min > max) {
        codes.push("catalogue_empty_range");
    }
    if field.zh.trim().is_empty() {
        codes.push("catalogue_no_words");
    }
    codes
}

/// What is wrong with a kind among the others: its group and the kinds its links point to. It can be used all
/// the same: it stands at the end of the layer tree, and its link shows as text.
pub fn relation_problems(kind: &Kind, file: &str, groups: &[Group], known: &BTreeSet<KindId>) -> Vec<Problem> {
    let mut problems = Vec::new();
    // A catalogue with no groups at all (a test's, a file's own) has nothing to miss.
    if !groups.is_empty() && groups.iter().all(|group| group.id != kind.group) {
        problems.push(Problem::new("catalogue_no_group").file(file).arg("kind", &kind.id).value(kind.group.as_str()));
    }
    problems.extend(
        symbol_problems(kind).map(|(code, value)| Problem::new(code).file(file).arg("kind", &kind.id).value(value)),
    );
    for field in &kind.fields {
        let Some(link) = &field.link else { continue };
        if !known.contains(link.as_str()) {
            let column = FieldId::clone(&field.id).to_string();
            let problem = Problem::new("catalogue_link_unknown").file(file).arg("kind", &kind.id);
            problems.push(problem.column(column).value(link.as_str()));
        }
    }
    problems
}

fn is_identifier(id: &str) -> bool {
    id.len() <= LONGEST_ID
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

#[cfg(test)]
mod tests {
    use crate::domain::catalogue::{Catalogue, Source};

    const GOOD: &str = r#"
        id = "siren"
        zh = "警报器"
        en = "Siren"
        group = "water"
        geometry = "point"
        symbol = { frame = "plain", mark = "警" }
        [[field]]
        id = "name"
        zh = "名称"
        en = "Name"
        type = "text"
    "#;

    fn read(kinds: &[(&str, String)]) -> (Catalogue, Vec<String>) {
        let groups = "[[group]]\nid = \"water\"\nzh = \"水\"\nen = \"Water\"\n".to_owned();
        let mut sources = vec![Source { name: "groups.toml".to_owned(), text: groups }];
        sources.extend(kinds.iter().map(|(name, text)| Source { name: (*name).to_owned(), text: text.clone() }));
        let (catalogue, problems) = Catalogue::read(&sources);
        (catalogue, problems.iter().map(|problem| problem.code.to_owned()).collect())
    }

    fn field(id: &str, rest: &str) -> String {
        format!("{GOOD}\n[[field]]\nid = \"{id}\"\nzh = \"字段\"\nen = \"Field\"\n{rest}\n")
    }

    #[test]
    fn each_fault_is_named_and_the_other_kinds_load() {
        let faults = [
            (field("fid", "type = \"text\""), "catalogue_bad_id"),
            (field("Bad Id", "type = \"text\""), "catalogue_bad_id"),
            (field("name", "type = \"text\""), "catalogue_field_twice"),
            (field("state", "type = \"choice\""), "catalogue_no_choices"),
            (field("near", "type = \"link\""), "catalogue_no_link"),
            (field("sum", "type = \"text\"\nsummed = true"), "catalogue_summed_not_integer"),
            (field("n", "type = \"integer\"\nmin = 3\nmax = 1"), "catalogue_empty_range"),
            (GOOD.replace("id = \"name\"", "id = \"title\""), "catalogue_no_field"),
            (GOOD.replace("mark = ", "number = \"level_m\", mark = "), "catalogue_no_field"),
            (GOOD.replace("mark = \"警\"", "mark = \"\""), "catalogue_no_words"),
            (GOOD.replace("\"siren\"", "\"gpkg_contents\""), "catalogue_bad_id"),
            (GOOD.replace("\"siren\"", "\"siren_personal\""), "catalogue_bad_id"),
        ];
        for (broken, code) in faults {
            let good = GOOD.replace("\"siren\"", "\"gong\"");
            let (catalogue, codes) = read(&[("a.toml", broken), ("b.toml", good)]);
            assert_eq!(codes, [code]);
            let kinds: Vec<&str> = catalogue.kinds().map(|kind| kind.id.as_str()).collect();
            assert_eq!(kinds, ["gong"]);
        }
    }

    #[test]
    fn a_code_the_standard_does_not_have_or_of_another_class_is_said_and_the_kind_stays() {
        let coded = |code: &str| GOOD.replace("frame = \"plain\"", &format!("code = \"{code}\", frame = \"resource\""));
        for (code, found) in
            [("D60100", None), ("D69900", Some("catalogue_bad_code")), ("C20500", Some("catalogue_bad_frame"))]
        {
            let (catalogue, codes) = read(&[("siren.toml", coded(code))]);
            assert_eq!(codes, found.into_iter().collect::<Vec<_>>(), "{code}");
            assert!(catalogue.kind("siren").is_some());
        }
    }

    #[test]
    fn a_broken_replacement_leaves_the_shipped_kind() {
        let (catalogue, codes) =
            read(&[("siren.toml", GOOD.to_owned()), ("own.toml", field("uid", "type = \"text\""))]);
        assert_eq!(codes, ["catalogue_bad_id"]);
        assert_eq!(catalogue.kind("siren").unwrap().fields.len(), 1);
    }

    #[test]
    fn an_unknown_link_or_group_is_said_and_the_kind_stays() {
        let text = field("near", "type = \"link\"\nlink = \"nothing\"").replace("\"water\"", "\"mine\"");
        let (catalogue, codes) = read(&[("siren.toml", text)]);
        assert_eq!(codes, ["catalogue_no_group", "catalogue_link_unknown"]);
        assert!(catalogue.kind("siren").is_some());
    }
}
