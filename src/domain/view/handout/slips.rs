//! A page for each village: what threatens it, who goes where and by which way, who leads and whom to call.

use std::collections::BTreeMap;

use crate::domain::{
    plan::evacuation::{Group, Placement},
    view::{
        format,
        handout::Handing,
        paper::{Cell, Column, Part, Table},
    },
};

type Village<'a> = (&'a str, &'a str);

impl Handing<'_> {
    pub(super) fn slips(&self) -> Vec<Part> {
        let mut villages: BTreeMap<Village<'_>, Vec<usize>> = BTreeMap::new();
        for (at, group) in self.plan.called.groups.iter().enumerate() {
            villages.entry((&group.township, &group.village)).or_default().push(at);
        }
        let mut parts = Vec::new();
        for (number, (village, groups)) in villages.into_iter().enumerate() {
            if number > 0 {
                parts.push(Part::PageBreak);
            }
            self.slip(&mut parts, village, &groups);
        }
        parts
    }

    fn slip(&self, parts: &mut Vec<Part>, (township, village): Village<'_>, groups: &[usize]) {
        parts.push(Part::Heading(1, [township, village].join(" ")));
        let row = self.view.villages.iter().find(|row| row.name == village && row.township == township);
        let mut facts = vec![(self.words.get("handout-danger"), self.zones(groups))];
        if let Some(row) = row {
            facts.push((self.words.get("evacuate-to-move"), row.people.clone()));
            facts.extend(row.leave_by.iter().map(|text| (self.words.get("handout-order"), text.clone())));
            facts.extend(
                Some(&row.timing)
                    .filter(|text| !text.is_empty())
                    .map(|text| (self.words.get("handout-trips"), text.clone())),
            );
        }
        parts.push(Part::Facts(facts));
        parts.push(self.map(Some(groups)));
        let mut to: BTreeMap<usize, Vec<&Placement>> = BTreeMap::new();
        for placement in self.plan.placements.iter().filter(|one| groups.contains(&one.group)) {
            to.entry(placement.shelter).or_default().push(placement);
        }
        for (shelter, placements) in to {
            self.shelter_part(parts, shelter, &placements);
        }
        let nowhere: u64 =
            self.plan.unplaced.iter().filter(|one| groups.contains(&one.group)).map(|one| u64::from(one.people)).sum();
        if nowhere > 0 {
            let n = format::number(i64::try_from(nowhere).unwrap_or(i64::MAX));
            parts.push(Part::Heading(2, self.say("evacuate-short", &[("n", n)])));
        }
        self.relatives(parts, groups);
        parts.push(Part::Text(self.words.get("handout-rules")));
    }

    /// The danger zones that people of a village live in.
    fn zones(&self, groups: &[usize]) -> String {
        let mut zones: Vec<String> = Vec::new();
        for group in groups.iter().filter_map(|at| self.plan.called.groups.get(*at)) {
            let zone = group.zone.clone().unwrap_or_else(|| self.view.danger.clone());
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        zones.join(&self.words.get("list-separator"))
    }

    fn shelter_part(&self, parts: &mut Vec<Part>, at: usize, placements: &[&Placement]) {
        let Some(shelter) = self.plan.shelters.get(at) else { return };
        let people: u64 = placements.iter().map(|one| u64::from(one.people)).sum();
        let n = format::number(i64::try_from(people).unwrap_or(i64::MAX));
        parts.push(Part::Heading(2, self.say("handout-to", &[("name", shelter.name.clone()), ("n", n)])));
        let fact = |label: &str, field: &str| (self.words.get(label), self.shelter_field(shelter, field));
        let facts =
            [fact("handout-address", "address"), fact("handout-manager", "manager"), fact("handout-phone", "phone")];
        parts.push(Part::Facts(facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()));
        // People of a village set out from one place or nearly: the way of the most is told.
        let most = placements.iter().max_by_key(|one| one.people);
        if let Some(guide) = most.and_then(|one| self.guides.get(&(one.group, at))).map(|guide| &guide.told) {
            let mut lines: Vec<String> =
                guide.total.iter().chain(&guide.off_road).chain(&guide.closures_say).cloned().collect();
            lines.extend(guide.closures.iter().map(|closure| format!("· {}", closure.name)));
            lines.extend(
                (1..)
                    .zip(&guide.steps)
                    .map(|(n, step): (usize, _)| format!("{n}. {} {}　{}", step.turn, step.road, step.detail)),
            );
            parts.push(Part::Text(lines.join("\n")));
        }
        parts.push(Part::Table(self.persons(placements)));
    }

    /// A heading of the template without the star of what must be filled in.
    fn heading(&self, column: &str) -> String {
        self.words.get(&format!("handout-col-{column}")).trim_start_matches('*').to_owned()
    }

    fn persons(&self, placements: &[&Placement]) -> Table {
        let columns = [
            Column::text(&self.heading("household-head")),
            Column::number(&self.heading("household-size")),
            Column::text(&self.heading("phone")),
            Column::text(&self.heading("place")),
            Column::text(&self.heading("transfer-person")),
            Column::text(&self.heading("transfer-phone")),
            Column::text(&self.heading("note")),
        ];
        let mut rows = Vec::new();
        for placement in placements {
            let Some(group) = self.plan.called.groups.get(placement.group) else { continue };
            self.person_rows(&mut rows, group, placement);
        }
        Table { columns: columns.into(), rows, ..Table::default() }
    }

    fn person_rows(&self, rows: &mut Vec<Vec<Cell>>, group: &Group, placement: &Placement) {
        let kind = self.words.get(&format!("group-{}", group.kind.as_str().replace('_', "-")));
        let mut named = 0_u32;
        for member in &placement.households {
            named = named.saturating_add(member.people);
            let note = if group.kind.is_frail() { kind.clone() } else { String::new() };
            let text = |field: &str| Cell::from(self.field(&member.object, field));
            rows.push(vec![
                text("household_head"),
                Cell::whole(i64::from(member.people)),
                text("phone"),
                text("place"),
                text("transfer_person"),
                text("transfer_phone"),
                note.into(),
            ]);
        }
        let rest = placement.people.saturating_sub(named);
        if rest > 0 {
            let none = || Cell::from("");
            let by = self.words.get("evacuate-by-population").into();
            rows.push(vec![kind.into(), Cell::whole(i64::from(rest)), none(), none(), none(), none(), by]);
        }
    }

    fn relatives(&self, parts: &mut Vec<Part>, groups: &[usize]) {
        let groups = || groups.iter().filter_map(|at| self.plan.called.groups.get(*at));
        let people: u64 = groups().map(|group| u64::from(group.with_relatives)).sum();
        if people == 0 {
            return;
        }
        let n = format::number(i64::try_from(people).unwrap_or(i64::MAX));
        parts.push(Part::Heading(2, self.say("handout-relatives", &[("n", n)])));
        let rows: Vec<Vec<Cell>> = groups()
            .flat_map(|group| &group.to_relatives)
            .map(|member| {
                vec![
                    self.field(&member.object, "household_head").into(),
                    Cell::whole(i64::from(member.people)),
                    self.field(&member.object, "phone").into(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            let columns = vec![
                Column::text(&self.heading("household-head")),
                Column::number(&self.heading("household-size")),
                Column::text(&self.heading("phone")),
            ];
            parts.push(Part::Table(Table { columns, rows, ..Table::default() }));
        }
    }
}
