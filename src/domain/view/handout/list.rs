//! The transfer list in the columns of the provincial template: one household a row, in the order of villages.

use crate::domain::{
    plan::evacuation::{Group, Member, Shelter},
    view::{
        handout::Handing,
        paper::{Cell, Column, Table},
    },
};

/// The columns of the template, `handout-col-<name>` in the locale files; those of households by their field.
const COLUMNS: [&str; 20] = [
    "village",
    "danger_zone_name",
    "zone_kind",
    "place",
    "lon",
    "lat",
    "household_head",
    "household_size",
    "phone",
    "transfer_person",
    "transfer_post",
    "transfer_phone",
    "warning_person",
    "warning_post",
    "warning_phone",
    "shelter",
    "safety_inspected",
    "manager",
    "manager_phone",
    "note",
];

/// Where people of a row go.
#[derive(Clone, Copy)]
enum To<'a> {
    Shelter(&'a Shelter),
    Relatives,
    Nowhere,
}

impl Handing<'_> {
    pub(super) fn list(&self) -> Table {
        let mut rows = Vec::new();
        for (at, group) in self.plan.called.groups.iter().enumerate() {
            for placement in self.plan.placements.iter().filter(|one| one.group == at) {
                let Some(shelter) = self.shelter_of(placement) else { continue };
                self.rows(&mut rows, group, placement.people, &placement.households, To::Shelter(shelter));
            }
            for unplaced in self.plan.unplaced.iter().filter(|one| one.group == at) {
                self.rows(&mut rows, group, unplaced.people, &unplaced.households, To::Nowhere);
            }
            self.rows(&mut rows, group, group.with_relatives, &group.to_relatives, To::Relatives);
        }
        Table {
            name: self.words.get("handout-list"),
            instruction: self.words.get("handout-list-instruction"),
            columns: COLUMNS.iter().map(|column| self.column(column)).collect(),
            rows,
            total: None,
        }
    }

    fn column(&self, column: &str) -> Column {
        let title = self.words.get(&format!("handout-col-{}", column.replace('_', "-")));
        if column == "household_size" { Column::number(&title) } else { Column::text(&title) }
    }

    /// The households of a part of a group, and one row for those of whom no list says who.
    fn rows(&self, rows: &mut Vec<Vec<Cell>>, group: &Group, people: u32, members: &[Member], to: To<'_>) {
        let mut named = 0_u32;
        for member in members {
            named = named.saturating_add(member.people);
            rows.push(COLUMNS.iter().map(|column| self.cell(column, group, Some(member), member.people, to)).collect());
        }
        let rest = people.saturating_sub(named);
        if rest > 0 {
            rows.push(COLUMNS.iter().map(|column| self.cell(column, group, None, rest, to)).collect());
        }
    }

    fn cell(&self, column: &str, group: &Group, member: Option<&Member>, people: u32, to: To<'_>) -> Cell {
        let shelter = |field: &str| match to {
            To::Shelter(shelter) => self.shelter_field(shelter, field),
            To::Relatives | To::Nowhere => String::new(),
        };
        let text = match column {
            "household_size" => return Cell::whole(i64::from(people)),
            "village" => group.village.clone(),
            "danger_zone_name" => group.zone.clone().unwrap_or_else(|| self.view.danger.clone()),
            "lon" => self.at(group, member).map_or_else(String::new, |(lon, _)| format!("{lon:.6}")),
            "lat" => self.at(group, member).map_or_else(String::new, |(_, lat)| format!("{lat:.6}")),
            "shelter" => match to {
                To::Shelter(shelter) => shelter.name.clone(),
                To::Relatives => self.words.get("evacuate-relatives"),
                To::Nowhere => self.words.get("evacuate-unplaced"),
            },
            "safety_inspected" => shelter("safety_inspected"),
            "manager" => shelter("manager"),
            "manager_phone" => shelter("phone"),
            "note" => self.note(group, member, people),
            field => match member {
                Some(member) => self.field(&member.object, field),
                None if field == "place" => group.village.clone(),
                None if field == "household_head" => {
                    self.words.get(&format!("group-{}", group.kind.as_str().replace('_', "-")))
                }
                None => String::new(),
            },
        };
        text.into()
    }

    fn at(&self, group: &Group, member: Option<&Member>) -> Option<(f64, f64)> {
        let Some(member) = member else { return Some((group.at.lon(), group.at.lat())) };
        let at = member.object.geometry.as_ref().and_then(crate::domain::place::middle_of)?;
        Some((at.lon(), at.lat()))
    }

    fn note(&self, group: &Group, member: Option<&Member>, people: u32) -> String {
        let Some(member) = member else { return self.words.get("evacuate-by-population") };
        let whole = group.households.iter().chain(&group.to_relatives).find(|one| one.object.uid == member.object.uid);
        let mut notes = Vec::new();
        if group.kind.is_frail() {
            notes.push(self.words.get("group-frail"));
        }
        if whole.is_some_and(|whole| whole.people > people) {
            notes.push(self.words.get("handout-parted"));
        }
        let own = self.field(&member.object, "note");
        notes.extend(Some(own).filter(|note| !note.is_empty()));
        notes.join(&self.words.get("list-separator"))
    }
}
