//! Georeferenced pictures in the window: let fall on it, played by time, told with source, time and age, and refused in words.

use std::{fs, path::PathBuf, sync::Arc};

use eframe::egui::{Key, Rect};
use egui_kittest::kittest::Queryable as _;
use sitmap::domain::catalogue::Lang;

use crate::{
    kit::{Window, click, district, fill, says, wait_for, wait_until, window},
    storm::Fallen,
};

fn contains(window: &mut Window, text: &str) {
    wait_until(window, text, |window| says(window, text));
}

fn fall(window: &mut Window, files: &[PathBuf]) {
    window.input_mut().dropped_files.extend(files.iter().map(|file| Arc::new(Fallen(file.clone())) as _));
}

/// Clicks what is called so once it stands still: a section that opens moves what is in it.
fn press(window: &mut Window, name: &str) {
    wait_for(window, name);
    let mut before = Rect::NOTHING;
    while before != window.get_by_label(name).rect() {
        before = window.get_by_label(name).rect();
        window.run_steps(2);
    }
    click(window, name);
}

#[test]
fn a_series_of_pictures_is_shown_by_time_with_its_age_and_a_bad_world_file_is_refused() {
    let district = district(false);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let names = ["radar_202608091300", "radar_202608091500", "radar_202608091700", "turned_202608091430"];
    for (serial, name) in names.iter().enumerate() {
        let color = image::Rgba([40 * serial as u8, 90, 200, 160]);
        image::RgbaImage::from_pixel(40, 30, color).save(file(&format!("{name}.png"))).unwrap();
        let turn = if name.starts_with("turned") { "0.001" } else { "0" };
        fs::write(file(&format!("{name}.pgw")), format!("0.01\n{turn}\n0\n-0.01\n119.3\n29.2\n")).unwrap();
    }
    let mut window = window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    fall(&mut window, &names.map(|name| file(&format!("{name}.png")))[..3]);
    contains(&mut window, "已加入图 3 张");
    // The newest that has come: six minutes old; the one of 17:00 is a forecast.
    contains(&mut window, "图：radar_202608091500.png 08-09 15:00（6 分钟前）");
    // What fell stands above it.
    contains(&mut window, "过程雨量");
    press(&mut window, "雷达、预报图");
    press(&mut window, "后一张");
    contains(&mut window, "17:00（预报）");
    press(&mut window, "后一张");
    contains(&mut window, "图（陈旧）：radar_202608091300.png");
    fill(&mut window, "图的来源", "省气象台");
    window.key_press(Key::Enter);
    contains(&mut window, "图（陈旧）：省气象台");
    fall(&mut window, &[file("turned_202608091430.png")]);
    press(&mut window, "前一张");
    contains(&mut window, "世界文件“turned_202608091430.pgw”把图转了向");
    // Typed bounds stand in for it.
    fill(&mut window, "范围（经度西, 纬度南, 经度东, 纬度北；有世界文件时留空）", "119.3, 28.9, 119.1, 29.2");
    window.key_press(Key::Enter);
    contains(&mut window, "范围不是经纬度");
    fill(&mut window, "范围（经度西, 纬度南, 经度东, 纬度北；有世界文件时留空）", "119.3, 28.9, 119.7, 29.2");
    window.key_press(Key::Enter);
    contains(&mut window, "图：省气象台 08-09 14:30");
    // Nothing of it runs out of the panel, which is no wider than it was.
    for name in ["不透明度", "图的时间轴", "图的来源", "播放图", "移除全部图"] {
        let within = |rect: Rect| 1_150.0 < rect.left() && rect.right() <= 1_600.0;
        let rects: Vec<Rect> = window.query_all_by_label(name).map(|node| node.rect()).collect();
        assert!(!rects.is_empty() && rects.iter().copied().all(within), "{name}: {rects:?}");
    }
    press(&mut window, "播放图");
    contains(&mut window, "17:00（预报）");
    press(&mut window, "移除全部图");
    wait_until(&mut window, "none is left", |window| !says(window, "图：省气象台"));
}
