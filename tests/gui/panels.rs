//! Panels on their own: a view goes in, a choice comes out.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable as _};
use sitmap::{
    domain::{
        catalogue::{Frame, Lang, Tone},
        model::{KindId, ObjectRef, Uid},
        view::{
            Words,
            card::{Card, CardAction, Figure, Head, Person, Row, State},
            layers::{LayerGroup, LayerRow, LayerTree},
            nearest::{AnswerRow, AskedKind, NearestView, PassedRow},
            scene::{MarkSymbol, Ring, Size},
        },
    },
    io::assets,
    ui::{
        panels::{card, layers, nearest},
        theme,
        travel::Travelling,
    },
};

fn chinese() -> Words {
    assets::words(Lang::Zh)
}

fn shelter(number: u128) -> ObjectRef {
    ObjectRef { kind: KindId::from("shelter"), uid: Uid::from_bits(number) }
}

/// A harness of one panel; the state holds the panel's draft and the last choice.
fn panel<'a, D: 'a, C: 'a>(
    draft: D,
    mut show: impl FnMut(&mut eframe::egui::Ui, &mut D) -> Option<C> + 'a,
) -> Harness<'a, (D, Option<C>)> {
    Harness::builder().with_size([460.0, 800.0]).allow_missing_glyphs().build_ui_state(
        move |ui, (draft, chosen): &mut (D, Option<C>)| {
            theme::install(ui.ctx());
            if let Some(choice) = show(ui, draft) {
                *chosen = Some(choice);
            }
        },
        (draft, None),
    )
}

fn card() -> Card {
    Card {
        object: shelter(1),
        head: Head {
            title: "白龙桥镇中心小学".to_owned(),
            kind: "避灾安置场所".to_owned(),
            state: Some(State { text: "开放".to_owned(), tone: Tone::Ready }),
            sentence: Some("14:20 起开放".to_owned()),
            ..Head::default()
        },
        figure: Some(Figure {
            label: "空余".to_owned(),
            value: "410".to_owned(),
            unit: "人 / 可容纳 600 人".to_owned(),
            tone: Tone::Ready,
            share: Some(0.32),
        }),
        actions: vec![CardAction::Register, CardAction::Close],
        evacuates: false,
        warns: false,
        levels: None,
        flows: None,
        rain: None,
        unread: None,
        below: None,
        contacts: Vec::new(),
        people: vec![Person {
            role: "管理员".to_owned(),
            name: Some("示例甲*".to_owned()),
            phone: Some("139****0001".to_owned()),
        }],
        place: vec![Row {
            label: "乡镇（街道）".to_owned(),
            value: "白龙桥镇".to_owned(),
            link: Some(ObjectRef { kind: KindId::from("township"), uid: Uid::from_bits(9) }),
        }],
        links: Vec::new(),
        facts: Vec::new(),
        record: Vec::new(),
        empty: vec!["备注".to_owned()],
    }
}

#[test]
fn a_card_shows_its_rows_and_a_link_leads_on() {
    let words = chinese();
    let mut harness = panel(card::Draft::default(), move |ui, draft| card::ui(ui, &card(), &[], draft, true, &words));
    harness.get_by_label("白龙桥镇中心小学");
    harness.get_by_label("139****0001");
    harness.get_by_label("410");
    harness.get_by_label("白龙桥镇").click();
    harness.run();
    let chosen = harness.state().1.clone();
    assert_eq!(
        chosen,
        Some(card::Choice::Select(ObjectRef { kind: KindId::from("township"), uid: Uid::from_bits(9) }))
    );
}

#[test]
fn arrivals_are_registered_from_a_number_and_never_from_anything_else() {
    let words = chinese();
    let mut harness = panel(card::Draft::default(), move |ui, draft| card::ui(ui, &card(), &[], draft, true, &words));
    harness.get_by_role_and_label(Role::TextInput, "登记人数").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "登记人数").type_text("四十三");
    harness.run();
    harness.get_by_label("请输入大于 0 的整数");
    harness.state_mut().0.people = "43".to_owned();
    harness.run();
    harness.get_by_label("登记到达").click();
    harness.run();
    assert_eq!(harness.state().1, Some(card::Choice::Register(43)));
    harness.get_by_label("登记离开").click();
    harness.run();
    assert_eq!(harness.state().1, Some(card::Choice::Register(-43)));
}

#[test]
fn a_card_of_a_file_that_is_only_read_offers_no_change() {
    let words = chinese();
    let harness = panel(card::Draft::default(), move |ui, draft| card::ui(ui, &card(), &[], draft, false, &words));
    assert!(harness.query_by_label("登记到达").is_none());
    assert!(harness.query_by_label("关闭场所").is_none());
    harness.get_by_label("139****0001");
}

#[test]
fn the_answer_is_numbered_and_those_passed_over_say_why() {
    let words = chinese();
    let view = NearestView {
        asked: "从 119.5560, 29.0880 · 能容 200 人".to_owned(),
        answers: vec![AnswerRow {
            rank: 1,
            object: shelter(1),
            name: "白龙桥镇中心小学".to_owned(),
            distance: "4.7 km".to_owned(),
            detail: "空 410 / 600 · 东北".to_owned(),
        }],
        passed_over: vec![PassedRow {
            object: shelter(2),
            name: "叶店村文化礼堂".to_owned(),
            distance: "1.2 km".to_owned(),
            reason: "在危险区内".to_owned(),
            tone: Tone::Alarm,
            can_open: false,
        }],
        why_none: None,
        note: None,
        without_position: None,
    };
    let mut travel = Travelling::default();
    let mut harness = panel(nearest::Draft::default(), move |ui, draft| {
        let table = travel.table().clone();
        nearest::ui(ui, Some(&view), &[], draft, (&mut travel.going, &table), true, &words)
    });
    harness.get_by_label("在危险区内");
    harness.get_by_label("1 白龙桥镇中心小学 4.7 km").click();
    harness.run();
    assert_eq!(harness.state().1, Some(nearest::Choice::Select(shelter(1))));
    harness.get_by_label("叶店村文化礼堂").click();
    harness.run();
    assert_eq!(harness.state().1, Some(nearest::Choice::Select(shelter(2))));
    harness.get_by_label("关闭最近场所").click();
    harness.run();
    assert_eq!(harness.state().1, Some(nearest::Choice::Close));
}

#[test]
fn the_heading_of_the_nearest_keeps_to_one_line_in_a_narrow_side() {
    let words = assets::words(Lang::En);
    let name = "Administrative responsible person".to_owned();
    let kinds =
        [AskedKind { kind: KindId::from("responsible_person"), name, takes_people: false, hazards: Vec::new() }];
    let mut draft = nearest::Draft::default();
    let mut travel = Travelling::default();
    let mut harness = Harness::builder().with_size([290.0, 600.0]).allow_missing_glyphs().build_ui(move |ui| {
        theme::install(ui.ctx());
        let table = travel.table().clone();
        drop(nearest::ui(ui, None, &kinds, &mut draft, (&mut travel.going, &table), true, &words));
    });
    harness.run();
    let heading = harness.get_by_label("Nearest: Administrative responsible person").rect();
    let (button, cross) = (harness.get_by_label("Range").rect(), harness.get_by_label("Close the nearest list").rect());
    assert!(heading.height() < 30.0, "{heading:?}");
    assert!(heading.max.x <= button.min.x && button.max.x <= cross.min.x, "{heading:?} {button:?} {cross:?}");
}

#[test]
fn a_layer_and_a_whole_group_are_turned_off_by_name() {
    let words = chinese();
    let row = |id: &str, name: &str, count| LayerRow {
        kind: KindId::from(id),
        name: name.to_owned(),
        count,
        on_map: true,
        basemap: false,
        symbol: MarkSymbol {
            frame: Frame::Resource,
            tone: Tone::Normal,
            glyph: None,
            text: "避".to_owned(),
            size: Size::Symbol,
            ring: Ring::None,
            parts: Vec::new(),
            opacity: 1.0,
        },
    };
    let kinds = vec![row("shelter", "避灾安置场所", 275), row("refuge", "应急避难场所", 12)];
    let group = LayerGroup { id: "evacuation".to_owned(), name: "转移安置".to_owned(), kinds };
    let tree = LayerTree { groups: vec![group], overlays: Vec::new(), objects: 287 };
    let hidden = BTreeSet::new();
    let mut harness = panel((), move |ui, ()| {
        layers::ui(
            ui,
            &tree,
            layers::On {
                hidden: &hidden,
                whole: &hidden,
                overlays_off: &BTreeSet::new(),
                filters: &BTreeMap::new(),
                add: false,
            },
            "",
            &words,
        )
    });
    harness.get_by_label("275").click();
    harness.run();
    assert_eq!(harness.state().1, Some(layers::Choice::Show(vec!["shelter".into()], true)));
    harness.get_by_label("避灾安置场所").click();
    harness.run();
    assert_eq!(harness.state().1, Some(layers::Choice::Show(vec!["shelter".into()], false)));
    harness.get_by_label("转移安置").click();
    harness.run();
    assert_eq!(harness.state().1, Some(layers::Choice::Show(vec!["shelter".into(), "refuge".into()], false)));
}
