//! The nearest of any kind, and the map as a picture to take away.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{path::Path, sync::Arc};

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use geo_types::Point;
use sitmap::{
    app::{Clock, Command, Opening, Operation, Wake, object::ObjectCommand},
    domain::{
        catalogue::{Catalogue, Lang},
        model::{KindId, Object, Uid, Value},
    },
    io::{
        assets,
        settings::{Folders, Settings},
        store::Access,
    },
};

use crate::kit::{
    Window, click, click_the_middle_of_the_map, district, now, wait_for, wait_until, window, window_kept,
};

/// Puts two rescue teams into the district, the nearer one east of the middle.
fn add_teams(file: &Path) {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    let kind = catalogue.kind("rescue_team").unwrap().clone();
    let opening = Opening {
        path: file.to_owned(),
        access: Access::Write,
        catalogue: Arc::new(catalogue),
        problems: Vec::new(),
        actor: "值班员".into(),
        clock: Clock::fixed(now()),
        wake: Wake::nobody(),
    };
    let mut operation = Operation::open(opening).unwrap();
    for (uid, name, lon) in [(501, "远处救援队", 119.58), (502, "近处救援队", 119.505)] {
        let mut values = vec![Value::Null; kind.fields.len()];
        *values.get_mut(kind.index("name").unwrap()).unwrap() = name.into();
        let geometry = Some(Point::new(lon, 29.0).into());
        let team = Object { uid: Uid::from_bits(uid), kind: KindId::from("rescue_team"), geometry, values };
        operation.run(Command::Object(ObjectCommand::Add(Arc::new(team)))).unwrap();
    }
}

fn first_answer(window: &Window, name: &str) -> bool {
    let start = format!("1 {name} ");
    window.query_all_by_role(Role::Button).any(|node| {
        use egui_kittest::kittest::NodeT as _;
        node.accesskit_node().label().is_some_and(|label| label.starts_with(&start))
    })
}

#[test]
fn the_nearest_is_asked_of_any_kind_and_the_next_question_is_about_shelters_again() {
    let district = district(false);
    add_teams(&district.file);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click_the_middle_of_the_map(&mut window);
    wait_for(&mut window, "最近的避灾安置场所");
    window.get_by_label("能容人数");
    window.get_by_role_and_label(Role::ComboBox, "找最近的").click();
    window.run_steps(3);
    let teams: Vec<_> = window.query_all_by_label("救援队伍").collect();
    teams.last().unwrap().click();
    window.run_steps(3);
    wait_for(&mut window, "最近的救援队伍");
    wait_until(&mut window, "the nearer team first", |window| first_answer(window, "近处救援队"));
    assert!(window.query_by_label("能容人数").is_none(), "room is asked of places for people only");
    click(&mut window, "关闭最近场所");
    wait_for(&mut window, "看什么");
    click_the_middle_of_the_map(&mut window);
    wait_for(&mut window, "最近的避灾安置场所");
}

#[test]
fn the_map_is_saved_as_a_picture_and_a_second_one_takes_nothing_from_the_first() {
    let district = district(false);
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let folders = Folders { config: at("config"), data: at("data"), out: at("out") };
    let mut window = window_kept(&district.file, Settings::default(), &folders);
    wait_for(&mut window, "避灾安置场所");
    for number in 1..=2 {
        click(&mut window, "态势图片");
        click(&mut window, "存成图片文件");
        let saved = |window: &Window| window.query_all_by_label_contains("态势图已存到").next().is_some();
        wait_until(&mut window, "the picture is saved", saved);
        click(&mut window, "知道了");
        assert_eq!(std::fs::read_dir(at("out")).unwrap().count(), number);
    }
    for name in ["态势图-20260809-1506.png", "态势图-20260809-1506-2.png"] {
        let picture = image::open(at("out").join(name)).unwrap();
        assert_eq!((picture.width(), picture.height()), (1920, 1080), "{name}");
    }
}
