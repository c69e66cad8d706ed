//! The card of an object: what is known of it, in the user's words. What is not known has no row.

use jiff::Timestamp;

use crate::domain::{
    catalogue::{Field, FieldType, GeometryType, Kind, Role, Tone},
    model::{Object, ObjectRef, Value},
    query::name_of,
    view::{Words, format, mask::masked, say, tone},
    world::World,
};

/// What a card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Whose card it is.
    pub object: ObjectRef,
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// Its state, when its kind has one.
    pub state: Option<State>,
    /// The figure that matters most: the free places of a shelter.
    pub figure: Option<Figure>,
    /// What is known, in the order of the catalogue.
    pub rows: Vec<Row>,
    /// How old the data are.
    pub age: Option<String>,
    /// Why it is not on the map, when it has no position.
    pub unplaced: Option<String>,
    /// Whether anything on it is about a person.
    pub personal: bool,
    /// What can be done with it.
    pub actions: Vec<CardAction>,
}

/// A state in words, and how grave it is.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// In words.
    pub text: String,
    /// How grave.
    pub tone: Tone,
}

/// A number to be read from afar.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: String,
    /// Its unit, and what it is a part of.
    pub unit: String,
    /// How grave.
    pub tone: Tone,
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The field's name.
    pub label: String,
    /// Its value in words.
    pub value: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Whether it is about a person.
    pub personal: bool,
    /// The object it points to.
    pub link: Option<ObjectRef>,
}

/// What can be done with the object of a card.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CardAction {
    /// Open the shelter.
    Open,
    /// Close the shelter.
    Close,
    /// Register who arrives or leaves.
    Register,
}

/// The card of an object; `None` when the world does not hold it. Personal values are masked unless `unmask`.
pub fn card(world: &World, object: &ObjectRef, unmask: bool, now: Timestamp, words: &Words) -> Option<Card> {
    let found = world.object(object)?;
    let kind = world.layer(object.kind.as_str())?.kind();
    let rows = kind.fields.iter().zip(&found.values).filter_map(|(field, value)| {
        let on_top = field.id == kind.label || field.id.as_str() == "as_of" || is_state(kind, field);
        (!field.hidden && !on_top).then(|| row(world, field, value, unmask, words)).flatten()
    });
    let as_of = kind.index("as_of").and_then(|index| found.value(index).as_time());
    Some(Card {
        object: object.clone(),
        title: name_of(kind, found),
        kind: kind.name(words.lang()).to_owned(),
        state: state(kind, found, words),
        figure: free_places(kind, found, words).or_else(|| over_limit(kind, found, words)),
        rows: rows.collect(),
        age: as_of.map(|then| words.with("card-age", &[("ago", format::age(then, now, words))])),
        unplaced: (found.geometry.is_none() && kind.geometry != GeometryType::None).then(|| words.get("card-unplaced")),
        personal: kind.fields.iter().zip(&found.values).any(|(field, value)| field.personal && !value.is_null()),
        actions: actions(kind, found),
    })
}

/// Whether the field is the choice that colours the kind: it stands on top of the card, not among the rows.
fn is_state(kind: &Kind, field: &Field) -> bool {
    field.field_type == FieldType::Choice && kind.color.as_ref().is_some_and(|rule| rule.field == field.id)
}

fn state(kind: &Kind, object: &Object, words: &Words) -> Option<State> {
    let field = kind.fields.iter().find(|field| is_state(kind, field))?;
    let value = object.value(kind.index(field.id.as_str())?);
    Some(State { text: say::value(field, value, words)?, tone: tone::state(kind, object).tone })
}

fn free_places(kind: &Kind, object: &Object, words: &Words) -> Option<Figure> {
    if !kind.has_role(Role::Shelter) {
        return None;
    }
    let number = |field: &str| kind.index(field).and_then(|index| object.value(index).as_integer());
    let capacity = number("capacity")?;
    let free = capacity - number("occupancy").unwrap_or(0);
    let (label, tone) = match free {
        ..0 => ("card-over", Tone::Alarm),
        0 => ("card-full", Tone::Alarm),
        _ => ("card-free", Tone::Ready),
    };
    Some(Figure {
        label: words.get(label),
        value: format::number(free.abs()),
        unit: words.with("card-of-capacity", &[("capacity", format::number(capacity))]),
        tone,
    })
}

/// How far a level stands over its limit, where the kind's colour rule compares the two.
fn over_limit(kind: &Kind, object: &Object, words: &Words) -> Option<Figure> {
    let rule = kind.color.as_ref()?;
    let lang = words.lang();
    let (field, limit) = (kind.field(rule.field.as_str())?, kind.field(rule.over.as_ref()?.as_str())?);
    let state = tone::state(kind, object);
    let above = state.number?;
    let names = [("field", field.name(lang)), ("limit", limit.name(lang))];
    Some(Figure {
        label: words.with(if above < 0.0 { "card-below-limit" } else { "card-above-limit" }, &names),
        value: format::decimal(above.abs(), 2),
        unit: field.unit(lang).unwrap_or_default().to_owned(),
        tone: state.tone,
    })
}

fn row(world: &World, field: &Field, value: &Value, unmask: bool, words: &Words) -> Option<Row> {
    let zero = Value::Integer(0);
    let value = if field.summed && value.is_null() { &zero } else { value };
    let link = link(world, field, value);
    let text = match &link {
        Some((_, name)) => name.clone(),
        None => say::value(field, value, words)?,
    };
    let hide = field.personal && !unmask;
    Some(Row {
        label: field.name(words.lang()).to_owned(),
        value: if hide { masked(&text) } else { text },
        unit: field.unit(words.lang()).map(str::to_owned),
        personal: field.personal,
        link: link.map(|(target, _)| target),
    })
}

/// The object that a link points to, and its name.
fn link(world: &World, field: &Field, value: &Value) -> Option<(ObjectRef, String)> {
    let target = ObjectRef { kind: field.link.as_deref()?.into(), uid: value.as_text()?.parse().ok()? };
    let name = name_of(world.layer(target.kind.as_str())?.kind(), world.object(&target)?);
    Some((target, name))
}

fn actions(kind: &Kind, object: &Object) -> Vec<CardAction> {
    if !kind.has_role(Role::Shelter) {
        return Vec::new();
    }
    match kind.index("status").and_then(|index| object.value(index).as_text()) {
        Some("open") => vec![CardAction::Register, CardAction::Close],
        Some("closed") => vec![CardAction::Open],
        _ => vec![CardAction::Open, CardAction::Register, CardAction::Close],
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use super::*;
    use crate::domain::{
        catalogue::{Catalogue, Lang, Source},
        model::{KindId, Uid},
    };

    const SHELTER: &str = r#"
id = "shelter"
zh = "避灾安置场所"
en = "Shelter"
group = "evacuation"
geometry = "point"
roles = ["shelter"]
symbol = { frame = "resource", mark = "避" }
color = { field = "status", rule = [{ is = "open", tone = "ready" }] }
field = [
  { id = "name", zh = "名称", en = "Name", type = "text" },
  { id = "status", zh = "状态", en = "Status", type = "choice", choice = [{ id = "open", zh = "开放", en = "Open" }] },
  { id = "capacity", zh = "可容纳人数", en = "Capacity", type = "integer", unit_zh = "人", unit_en = "people" },
  { id = "occupancy", zh = "已安置人数", en = "Registered", type = "integer", summed = true },
  { id = "suitable", zh = "适用灾种", en = "Suitable for", type = "choices", choice = [{ id = "a", zh = "洪涝", en = "Flood" }, { id = "b", zh = "台风", en = "Typhoon" }] },
  { id = "phone", zh = "电话", en = "Phone", type = "text", personal = true },
  { id = "reserve", zh = "备用场所", en = "Reserve", type = "link", link = "shelter" },
  { id = "curve", zh = "曲线", en = "Curve", type = "curve" },
  { id = "address", zh = "地址", en = "Address", type = "text" },
  { id = "source", zh = "来源", en = "Source", type = "text", hidden = true },
  { id = "as_of", zh = "数据时间", en = "As of", type = "time" },
]
"#;

    fn words(lang: Lang) -> Words {
        let text = match lang {
            Lang::Zh => include_str!("../../../assets/locale/zh/ui.ftl"),
            Lang::En => include_str!("../../../assets/locale/en/ui.ftl"),
        };
        Words::read(lang, &[("ui", text), ("age", "age-minutes = { $n } 分钟前\n")]).0
    }

    fn now() -> Timestamp {
        "2026-08-09T07:06:00Z".parse().unwrap()
    }

    fn world() -> (World, ObjectRef) {
        let source = Source { name: "shelter.toml".to_owned(), text: SHELTER.to_owned() };
        let (catalogue, problems) = Catalogue::read(&[source]);
        assert_eq!(problems, []);
        let kind = KindId::from("shelter");
        let (one, other) = (Uid::from_bits(1), Uid::from_bits(2));
        let place = Some(geo_types::Point::new(119.5, 29.1).into());
        let values = vec![
            "白龙桥镇中心小学".into(),
            "open".into(),
            Value::Integer(1600),
            Value::Integer(190),
            "a,b".into(),
            "13900000001".into(),
            other.to_string().into(),
            "[[1,2],[3,4]]".into(),
            Value::Null,
            "清单.xlsx".into(),
            Value::Time("2026-08-09T07:01:00Z".parse().unwrap()),
        ];
        let first = Object { uid: one, kind: kind.clone(), geometry: place, values };
        let second =
            Object { uid: other, kind: kind.clone(), geometry: None, values: vec!["竹马文化礼堂".into()] };
        let objects = BTreeMap::from([(kind.clone(), vec![Arc::new(first), Arc::new(second)])]);
        (World::new(Arc::new(catalogue), objects), ObjectRef { kind, uid: one })
    }

    fn text(card: &Card) -> Vec<String> {
        card.rows
            .iter()
            .map(|row| format!("{}={}{}", row.label, row.value, row.unit.as_deref().unwrap_or("")))
            .collect()
    }

    #[test]
    fn a_card_says_what_is_known_in_words_and_masks_what_is_personal() {
        let (world, object) = world();
        let card = card(&world, &object, false, now(), &words(Lang::Zh)).unwrap();
        assert_eq!(card.title, "白龙桥镇中心小学");
        assert_eq!(card.state, Some(State { text: "开放".to_owned(), tone: Tone::Ready }));
        assert_eq!(
            text(&card),
            [
                "可容纳人数=1,600人",
                "已安置人数=190",
                "适用灾种=洪涝、台风",
                "电话=139****0001",
                "备用场所=竹马文化礼堂",
                "曲线=曲线，2 个点"
            ]
        );
        let figure = card.figure.unwrap();
        assert_eq!((figure.label.as_str(), figure.value.as_str()), ("空余", "1,410"));
        assert_eq!(card.age.as_deref(), Some("数据时间：5 分钟前"));
        assert_eq!(card.actions, [CardAction::Register, CardAction::Close]);
    }

    #[test]
    fn a_card_shows_personal_values_when_asked_and_speaks_english() {
        let (world, object) = world();
        let card = card(&world, &object, true, now(), &words(Lang::En)).unwrap();
        assert!(text(&card).contains(&"Phone=13900000001".to_owned()));
        assert!(text(&card).contains(&"Suitable for=Flood, Typhoon".to_owned()));
    }

    #[test]
    fn a_shelter_without_a_position_says_so_and_a_sum_without_entries_is_zero() {
        let (world, object) = world();
        let bare = ObjectRef { uid: Uid::from_bits(2), ..object };
        let card = card(&world, &bare, false, now(), &words(Lang::Zh)).unwrap();
        assert!(card.unplaced.is_some());
        assert_eq!(text(&card), Vec::<String>::new());
        assert_eq!(card.figure, None);
    }
}
