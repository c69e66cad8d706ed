//! For those who receive: a page for each shelter, and the trips of the vehicles.

use std::collections::BTreeMap;

use crate::domain::{
    plan::evacuation::Trip,
    view::{
        format,
        handout::Handing,
        paper::{Cell, Column, Part, Table},
        route,
    },
};

impl Handing<'_> {
    pub(super) fn shelter_sheets(&self) -> Vec<Part> {
        let loads = self.plan.loads();
        let mut parts = Vec::new();
        for (at, people) in loads {
            if !parts.is_empty() {
                parts.push(Part::PageBreak);
            }
            self.shelter_sheet(&mut parts, at, people);
        }
        parts
    }

    fn shelter_sheet(&self, parts: &mut Vec<Part>, at: usize, people: u64) {
        let Some(shelter) = self.plan.shelters.get(at) else { return };
        parts.push(Part::Heading(1, [shelter.township.as_str(), &shelter.name].join(" ")));
        let told = |n: u64| format::number(i64::try_from(n).unwrap_or(i64::MAX));
        let open = if shelter.is_open { "handout-open" } else { "evacuate-to-open" };
        let fact = |label: &str, value: String| (self.words.get(label), value);
        let facts = vec![
            fact("handout-state", self.words.get(open)),
            fact("handout-come", self.say("row-people", &[("n", told(people))])),
            fact("handout-capacity", told(u64::from(shelter.capacity))),
            fact("handout-there", told(u64::from(shelter.occupancy))),
            fact("handout-address", self.shelter_field(shelter, "address")),
            fact("handout-manager", self.shelter_field(shelter, "manager")),
            fact("handout-phone", self.shelter_field(shelter, "phone")),
        ];
        parts.push(Part::Facts(facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()));
        let arrivals = self.arrivals(at);
        let mut rows = Vec::new();
        for (number, placement) in self.plan.placements.iter().enumerate().filter(|(_, one)| one.shelter == at) {
            let Some(group) = self.plan.called.groups.get(placement.group) else { continue };
            let kind = self.words.get(&format!("group-{}", group.kind.as_str().replace('_', "-")));
            let (first, last) = arrivals.get(&number).copied().unwrap_or((0, 0));
            let when = match (first, last) {
                (0, 0) => String::new(),
                (first, last) if first == last => self.moment(first),
                (first, last) => [self.moment(first), self.moment(last)].join(" – "),
            };
            rows.push(vec![
                [group.township.as_str(), &group.village].join(" ").into(),
                kind.into(),
                Cell::whole(i64::from(placement.people)),
                Cell::whole(i64::try_from(placement.households.len()).unwrap_or(0)),
                when.into(),
                "".into(),
            ]);
        }
        let columns = vec![
            Column::text(&self.words.get("handout-from")).share(3.0),
            Column::text(&self.words.get("handout-who")).share(2.0),
            Column::number(&self.words.get("handout-people")).share(1.5),
            Column::number(&self.words.get("handout-households")).share(2.0),
            Column::text(&self.words.get("handout-arrival")).share(2.0),
            Column::text(&self.words.get("handout-arrived")).share(2.0),
        ];
        parts.push(Part::Table(Table { name: shelter.name.clone(), columns, rows, ..Table::default() }));
        let signed = ["handout-sign-manager", "handout-sign-time"].map(|id| self.words.get(id));
        parts.push(Part::Signatures(signed.into()));
    }

    /// The first and last arrival of each placement at a shelter, milliseconds after the first departure.
    fn arrivals(&self, shelter: usize) -> BTreeMap<usize, (u64, u64)> {
        let mut arrivals: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        for trip in &self.timing.trips {
            if self.plan.placements.get(trip.placement).is_some_and(|one| one.shelter == shelter) {
                let span = arrivals.entry(trip.placement).or_insert((u64::MAX, 0));
                *span = (span.0.min(trip.arrives_ms), span.1.max(trip.arrives_ms));
            }
        }
        arrivals
    }

    pub(super) fn trip_table(&self) -> Vec<Part> {
        let mut trips: Vec<&Trip> = self.timing.trips.iter().collect();
        trips.sort_by_key(|trip| (trip.vehicle, trip.loads_ms));
        let mut turn: BTreeMap<usize, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        for trip in trips {
            let Some(placement) = self.plan.placements.get(trip.placement) else { continue };
            let Some(group) = self.plan.called.groups.get(placement.group) else { continue };
            let shelter = self.shelter_of(placement).map_or("", |shelter| shelter.name.as_str());
            let turn = turn.entry(trip.vehicle).or_insert(0);
            *turn += 1;
            rows.push(vec![
                self.say("handout-vehicle-n", &[("n", (trip.vehicle + 1).to_string())]).into(),
                Cell::whole(i64::try_from(*turn).unwrap_or(0)),
                [group.township.as_str(), &group.village].join(" ").into(),
                Cell::whole(i64::from(trip.people)),
                self.moment(trip.loads_ms).into(),
                shelter.into(),
                self.moment(trip.arrives_ms).into(),
                route::minutes(placement.cost as f64 / 60_000.0, self.words).into(),
            ]);
        }
        if rows.is_empty() {
            return vec![Part::Text(self.words.get("handout-no-trips"))];
        }
        let columns = [
            ("handout-vehicle", false),
            ("handout-turn", true),
            ("handout-from", false),
            ("handout-people", true),
            ("handout-loads", false),
            ("handout-shelter", false),
            ("handout-arrives", false),
            ("handout-way", false),
        ];
        let columns = columns.map(|(id, number)| {
            let title = self.words.get(id);
            if number { Column::number(&title) } else { Column::text(&title) }
        });
        let table = Table { name: self.words.get("handout-trips"), columns: columns.into(), rows, ..Table::default() };
        vec![Part::Text(self.words.get("handout-trips-note")), Part::Table(table)]
    }
}
