//! A district file brings its own catalogue; the program's is newer. What both together mean.
//!
//! Evolution is additive: what only the file knows stays readable, what only the program knows is added, names
//! and words come from the program. A change of how a field is stored is refused, so no value is ever reread
//! as something else.

use std::{collections::BTreeSet, sync::Arc};

use crate::domain::{
    catalogue::{Catalogue, Field, Kind},
    problem::Problem,
};

impl Catalogue {
    /// The file's own catalogue brought up to the shipped one.
    ///
    /// Kinds and fields of the file that the shipped one renamed (`was`) appear under their new ids. Problems
    /// name each change that was refused (`catalogue_type_change`, `catalogue_geometry_change`); there the
    /// file's own definition stands.
    pub fn merged(file: &Self, shipped: &Self) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut taken = BTreeSet::new();
        let mut kinds = Vec::new();
        for new in shipped.kinds() {
            let old = predecessor(file, new);
            taken.extend(old.map(|kind| kind.id.clone()));
            kinds.push(old.map_or_else(|| Kind::clone(new), |old| merged_kind(old, new, &mut problems)));
        }
        let only_in_file = file.kinds().filter(|kind| !taken.contains(&kind.id));
        kinds.extend(only_in_file.map(|kind| Kind::clone(kind)));
        let mut groups = shipped.groups().to_vec();
        for group in file.groups() {
            if groups.iter().all(|known| known.id != group.id) {
                groups.push(group.clone());
            }
        }
        (Self::of(kinds, groups), problems)
    }
}

/// The file's kind that a shipped kind continues: of its id, else of an id it once had.
fn predecessor<'a>(file: &'a Catalogue, new: &Kind) -> Option<&'a Arc<Kind>> {
    file.kind(new.id.as_str()).or_else(|| new.was.iter().find_map(|id| file.kind(id)))
}

fn merged_kind(old: &Kind, new: &Kind, problems: &mut Vec<Problem>) -> Kind {
    let mut kind = new.clone();
    if old.geometry != new.geometry {
        problems.push(Problem::new("catalogue_geometry_change").arg("kind", &new.id));
        kind.geometry = old.geometry;
    }
    let mut taken = BTreeSet::new();
    for field in &mut kind.fields {
        let own = old.field(field.id.as_str());
        let Some(before) = own.or_else(|| field.was.iter().find_map(|id| old.field(id))) else { continue };
        taken.insert(before.id.clone());
        *field = merged_field(before, field, &kind.id, problems);
    }
    kind.fields.extend(old.fields.iter().filter(|field| !taken.contains(&field.id)).cloned());
    kind
}

fn merged_field(old: &Field, new: &Field, kind: &impl std::fmt::Display, problems: &mut Vec<Problem>) -> Field {
    let stored = |field: &Field| (field.field_type, field.personal, field.summed);
    if stored(old) != stored(new) {
        problems.push(Problem::new("catalogue_type_change").arg("kind", kind).column(new.id.as_str()));
        return Field { id: new.id.clone(), was: new.was.clone(), ..old.clone() };
    }
    let mut field = new.clone();
    let only_in_file = old.choices.iter().filter(|choice| new.choice(&choice.id).is_none());
    field.choices.extend(only_in_file.cloned());
    field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::{FieldType, Source};

    fn catalogue(id: &str, top: &str, fields: &str) -> Catalogue {
        let text = format!(
            "id = \"{id}\"\n{top}\nzh = \"塘\"\nen = \"Pond\"\ngroup = \"water\"\n\
             symbol = {{ frame = \"plain\", mark = \"塘\" }}\n\
             [[field]]\nid = \"name\"\nzh = \"名\"\nen = \"Name\"\ntype = \"text\"\n{fields}"
        );
        let groups = "[[group]]\nid = \"water\"\nzh = \"水\"\nen = \"Water\"\n".to_owned();
        let sources =
            [("groups.toml", groups), ("pond.toml", text)].map(|(name, text)| Source { name: name.to_owned(), text });
        let (catalogue, problems) = Catalogue::read(&sources);
        assert_eq!(problems, []);
        catalogue
    }

    fn field(id: &str, rest: &str) -> String {
        format!("[[field]]\nid = \"{id}\"\nzh = \"字\"\nen = \"F\"\n{rest}\n")
    }

    const POINT: &str = "geometry = \"point\"";

    #[test]
    fn fields_and_kinds_that_only_the_file_has_stay() {
        let file = catalogue("pond", POINT, &field("own", "type = \"text\""));
        let shipped = catalogue("pond", POINT, &field("level_m", "type = \"real\""));
        let (merged, problems) = Catalogue::merged(&file, &shipped);
        assert_eq!(problems, []);
        let ids: Vec<&str> = merged.kind("pond").unwrap().fields.iter().map(|field| field.id.as_str()).collect();
        assert_eq!(ids, ["name", "level_m", "own"]);
        let (both, problems) = Catalogue::merged(&catalogue("sluice", POINT, ""), &shipped);
        assert_eq!(problems, []);
        assert!(both.kind("sluice").is_some() && both.kind("pond").is_some());
    }

    #[test]
    fn a_rename_is_followed_and_leaves_nothing_under_the_old_id() {
        let file = catalogue("pool", POINT, &field("depth", "type = \"real\""));
        let top = format!("was = [\"pool\"]\n{POINT}");
        let shipped = catalogue("pond", &top, &field("level_m", "type = \"real\"\nwas = [\"depth\"]"));
        let (merged, problems) = Catalogue::merged(&file, &shipped);
        assert_eq!(problems, []);
        assert!(merged.kind("pool").is_none());
        let pond = merged.kind("pond").unwrap();
        assert!(pond.field("level_m").is_some() && pond.field("depth").is_none());
    }

    #[test]
    fn a_change_of_type_is_refused_and_the_file_stays_readable() {
        let file = catalogue("pond", POINT, &field("depth", "type = \"text\""));
        let shipped = catalogue("pond", "geometry = \"polygon\"", &field("depth", "type = \"real\""));
        let (merged, problems) = Catalogue::merged(&file, &shipped);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["catalogue_geometry_change", "catalogue_type_change"]);
        assert_eq!(merged.kind("pond").unwrap().field("depth").unwrap().field_type, FieldType::Text);
    }

    #[test]
    fn choices_that_only_the_file_has_stay() {
        let choice = |id: &str| format!("type = \"choice\"\nchoice = [{{ id = \"{id}\", zh = \"甲\", en = \"A\" }}]");
        let file = catalogue("pond", POINT, &field("state", &choice("old")));
        let shipped = catalogue("pond", POINT, &field("state", &choice("new")));
        let (merged, problems) = Catalogue::merged(&file, &shipped);
        assert_eq!(problems, []);
        let choices = &merged.kind("pond").unwrap().field("state").unwrap().choices;
        assert_eq!(choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>(), ["new", "old"]);
    }

    #[test]
    fn merging_a_catalogue_with_itself_changes_nothing() {
        let same = catalogue("pond", POINT, &field("depth", "type = \"real\""));
        let (merged, problems) = Catalogue::merged(&same, &same);
        assert_eq!(problems, []);
        assert_eq!(merged, same);
    }
}
