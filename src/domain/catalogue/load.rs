//! From TOML to a catalogue: a broken file is reported by name and line, and the rest load.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;

use crate::domain::{
    catalogue::{Field, Group, Kind, check},
    model::KindId,
    problem::Problem,
};

/// A catalogue file as text: its name and content.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name, for problems.
    pub name: String,
    /// Its TOML.
    pub text: String,
}

/// Every kind that a district knows, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    kinds: BTreeMap<KindId, Arc<Kind>>,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct GroupsFile {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct CommonFile {
    field: Vec<Field>,
}

impl Catalogue {
    /// Reads a set of sources. `groups.toml` holds the layer groups, `common.toml` the fields that every kind
    /// has, any other file one kind. A later source of the same id replaces an earlier one.
    pub fn read(sources: &[Source]) -> (Self, Vec<Problem>) {
        let mut catalogue = Self::default();
        let mut problems = Vec::new();
        let mut common = Vec::new();
        for source in sources {
            match source.name.as_str() {
                "groups.toml" => match toml::from_str::<GroupsFile>(&source.text) {
                    Ok(file) => catalogue.groups = file.group,
                    Err(error) => problems.push(broken(source, &error)),
                },
                "common.toml" => match toml::from_str::<CommonFile>(&source.text) {
                    Ok(file) => common = file.field,
                    Err(error) => problems.push(broken(source, &error)),
                },
                _ => {}
            }
        }
        let mut files = BTreeMap::new();
        for source in sources {
            if matches!(source.name.as_str(), "groups.toml" | "common.toml") {
                continue;
            }
            match parse_kind(source, &common) {
                Ok(kind) => {
                    let faults = check::kind_problems(&kind, &source.name);
                    if faults.is_empty() {
                        files.insert(kind.id.clone(), source.name.as_str());
                        catalogue.insert(kind);
                    }
                    problems.extend(faults);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        let known = catalogue.kinds.keys().cloned().collect();
        for kind in catalogue.kinds.values() {
            let file = files.get(&kind.id).copied().unwrap_or_default();
            problems.extend(check::relation_problems(kind, file, &catalogue.groups, &known));
        }
        (catalogue, problems)
    }

    /// A catalogue of these kinds and groups.
    pub fn of(kinds: impl IntoIterator<Item = Kind>, groups: Vec<Group>) -> Self {
        let kinds = kinds.into_iter().map(|kind| (kind.id.clone(), Arc::new(kind))).collect();
        Self { kinds, groups }
    }

    /// Adds or replaces a kind.
    pub fn insert(&mut self, kind: Kind) {
        self.kinds.insert(kind.id.clone(), Arc::new(kind));
    }

    /// The kind of this id.
    pub fn kind(&self, id: &str) -> Option<&Arc<Kind>> {
        self.kinds.get(id)
    }

    /// All kinds, by id.
    pub fn kinds(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.kinds.values()
    }

    /// The layer groups in their order.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// One kind from its TOML, with the common fields that it does not declare itself added at the end.
///
/// # Errors
/// A [`Problem`] with the file's name and line.
pub fn parse_kind(source: &Source, common: &[Field]) -> Result<Kind, Box<Problem>> {
    let mut kind: Kind = toml::from_str(&source.text).map_err(|error| Box::new(broken(source, &error)))?;
    for field in common {
        if kind.field(field.id.as_str()).is_none() {
            kind.fields.push(field.clone());
        }
    }
    Ok(kind)
}

fn broken(source: &Source, error: &toml::de::Error) -> Problem {
    let before = error.span().and_then(|span| source.text.get(..span.start)).unwrap_or("");
    let line = before.matches('\n').count() as u64 + 1;
    Problem::new("catalogue_broken").file(&source.name).row(line).arg("why", error.message())
}
