//! From a drawn area to a printed list, and to an accepted plan that undo takes back.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::path::Path;

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use sitmap::{
    domain::{
        catalogue::{Frame, Lang},
        edit::Edit,
        model::{KindId, ObjectRef, Uid, Value},
    },
    io::settings::{Folders, Settings},
};

use crate::kit::{Window, click, commit, district, folders_in, map_click, wait_for, wait_until, window, window_kept};

/// Gives the village in the middle its people.
pub fn settle(file: &Path, people: i64) {
    let village = ObjectRef { kind: KindId::from("village"), uid: Uid::from_bits(102) };
    let edit = Edit::Set { object: village, field: "population".into(), before: Value::Null, after: people.into() };
    commit(file, vec![edit]);
}

/// Draws an area around the village in the middle; in how many clicks.
pub fn draw_an_area(window: &mut Window) -> usize {
    // 1, 2: the tool and its form.
    window.get_by_role_and_label(Role::RadioButton, "标绘").click();
    window.run_steps(3);
    click(window, "多边形");
    // 3 to 6: four corners around the village, ended with Enter.
    let middle = window.get_by_label("地图").rect().center();
    for (x, y) in [(-60.0, -60.0), (60.0, -60.0), (60.0, 60.0), (-60.0, 60.0)] {
        map_click(window, middle + vec2(x, y));
    }
    window.key_press(Key::Enter);
    window.run_steps(3);
    6
}

#[test]
fn from_a_drawn_area_to_a_printed_list_and_an_accepted_plan_in_under_ten_clicks() {
    let district = district(false);
    settle(&district.file, 90);
    let home = tempfile::tempdir().unwrap();
    let settings = Settings { lang: Lang::Zh, welcomed: true, ..Settings::default() };
    // A folder that is not there yet.
    let out = home.path().join("out");
    let folders = Folders { out: out.clone(), ..folders_in(home.path()) };
    let mut window = window_kept(&district.file, settings, &folders);
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    let mut clicks = draw_an_area(&mut window);
    // 7: the plan.
    click(&mut window, "制定转移方案");
    clicks += 1;
    wait_for(&mut window, "90 人全部有去处，已是最优方案");
    assert!(window.query_all_by_label_contains("莘畈村").next().is_some());
    // 8: the list, on paper.
    click(&mut window, "人员转移清单");
    clicks += 1;
    assert!(clicks < 10, "{clicks} clicks");
    // That it was written is said, and moves what stands below.
    wait_for(&mut window, "知道了");
    window.run_steps(5);
    let rows = read(&list(&out).unwrap());
    assert!(rows.iter().any(|row| row.iter().any(|cell| cell.contains("示例数据"))), "{rows:?}");
    let head = rows.iter().position(|row| row.iter().any(|cell| cell == "*行政村")).unwrap();
    assert_eq!(rows[head].len(), 20);
    let people: f64 = rows[head + 1..].iter().filter_map(|row| row[7].parse::<f64>().ok()).sum();
    assert!((people - 90.0).abs() < 0.1, "{rows:?}");
    // 9: carried out, and taken back.
    click(&mut window, "采用方案");
    wait_for(&mut window, "撤销：采用转移方案：90 人，1 处场所");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "重做：采用转移方案：90 人，1 处场所");
}

fn list(folder: &Path) -> Option<std::path::PathBuf> {
    let files = std::fs::read_dir(folder).ok()?;
    let mut found = files.filter_map(|file| Some(file.ok()?.path()));
    found.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("人员转移清单")))
}

fn read(path: &Path) -> Vec<Vec<String>> {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn villages_past_their_latest_start_are_told_on_the_map_by_more_than_a_colour() {
    let district = district(false);
    settle(&district.file, 90);
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    window.run_steps(5);
    window.get_by_role_and_label(Role::RadioButton, "标绘").click();
    window.run_steps(3);
    click(&mut window, "多边形");
    let middle = window.get_by_label("地图").rect().center();
    for (x, y) in [(-60.0, -60.0), (60.0, -60.0), (60.0, 60.0), (-60.0, 60.0)] {
        map_click(&mut window, middle + vec2(x, y));
    }
    window.key_press(Key::Enter);
    window.run_steps(3);
    click(&mut window, "制定转移方案");
    // Without a deadline nothing is late; by 18:00, asked at 15:06, there is time.
    let moving = |window: &Window, frame: Frame, text: &str| {
        let scene = window.state().scene();
        scene.marks.iter().any(|mark| mark.symbol.frame == frame && mark.symbol.text == text)
    };
    wait_until(&mut window, "90 people on the map", |window| moving(window, Frame::Plain, "90"));
    click(&mut window, "图例");
    wait_for(&mut window, "待转移的村（人数） 1");
    window.get_by_role_and_label(Role::RadioButton, "几点前").click();
    wait_for(&mut window, "待转移，来得及（人数） 1");
    // Half an hour's notice is more than what is left.
    window.get_by_role_and_label(Role::TextInput, "几点前").focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, "几点前").type_text("15:20");
    wait_until(&mut window, "a loud mark with its sign", |window| moving(window, Frame::Event, "!90"));
    wait_for(&mut window, "待转移，已过最晚下令时间 1");
}
