//! Preparing for a day without a network, by the names of what is clicked.

use std::{
    io::Write as _,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use eframe::egui::{Event, Key as Press, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use sitmap::{
    app::Clock,
    domain::{catalogue::Lang, place::Datum, view::projection::Bounds},
    io::{
        settings::{Folders, Settings},
        tiles::{TileChoice, choice::TileDatum, prepare},
    },
    ui::{Launch, app::App, map},
};

use crate::{
    kit::{Window, click, district, now, wait_for, wait_until},
    tiles::{own, server, tile},
};

/// The district of these tests.
const DISTRICT: Bounds = Bounds { west: 119.40, south: 28.92, east: 119.60, north: 29.08 };

fn window(file: &Path, home: &Path, tiles: TileChoice) -> Window {
    let folders = Folders { config: home.to_owned(), data: home.to_owned(), out: home.to_owned() };
    let settings = Settings { lang: Lang::Zh, welcomed: true, tiles, ..Settings::default() };
    let launch = Launch { file: Some(file.to_owned()), settings, folders: Some(folders) };
    Harness::builder().with_size([1600.0, 1500.0]).allow_missing_glyphs().build_eframe(move |start| {
        map::install(&start.egui_ctx, start.wgpu_render_state.as_ref());
        App::new(&start.egui_ctx, launch, Clock::fixed(now()))
    })
}

fn says(window: &mut Window, text: &str) {
    wait_until(window, text, |window| window.query_all_by_label_contains(text).next().is_some());
}

#[test]
fn an_own_source_is_fetched_ahead_once_somebody_says_it_may_be_and_what_failed_is_retried() {
    let well = Arc::new(AtomicBool::new(false));
    let (is_well, picture) = (Arc::clone(&well), tile([0.0, 0.0], &[]));
    let block = prepare::block(DISTRICT, 11, Datum::Wgs84).unwrap();
    let bad = format!("/11/{}/{}", block.xs[0], block.ys[0]);
    let port = server(move |path, stream| {
        let (status, body) = if path == bad && !is_well.load(Ordering::SeqCst) {
            ("404 Not Found", &b""[..])
        } else {
            ("200 OK", picture.as_slice())
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: image/png\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
    });
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    let mut window = window(&district.file, home.path(), own(port, TileDatum::Wgs84));
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "换底图");
    click(&mut window, "离线准备");
    wait_for(&mut window, "要先确认数据提供方允许成批下载。");
    assert!(window.query_by_label("开始离线准备").is_none(), "no leave, no button");
    click(&mut window, "我确认提供方允许成批下载");
    says(&mut window, "块，本机已有");

    // Fewer zooms, by the keyboard.
    window.get_by_role_and_label(Role::SpinButton, "到").click();
    window.run_steps(2);
    window.event(Event::Text("11".to_owned()));
    window.run_steps(1);
    window.key_press(Press::Enter);
    let all: u64 = (9..=11).map(|z| prepare::block(DISTRICT, z, Datum::Wgs84).unwrap().count()).sum();
    says(&mut window, &format!("共 {all} 块，本机已有"));
    says(&mut window, "估算）");

    click(&mut window, "开始离线准备");
    says(&mut window, "从“自定义地址”下载");
    click(&mut window, "先不下载");
    assert!(window.query_by_label("确认下载").is_none());
    click(&mut window, "开始离线准备");
    click(&mut window, "确认下载");
    // It goes on with the panel put away, and its end is there when it is called up again.
    click(&mut window, "关闭底图面板");
    click(&mut window, "换底图");
    says(&mut window, "失败 1 块：服务器上没有这些瓦片");
    well.store(true, Ordering::SeqCst);
    click(&mut window, "只重试失败的 1 块");
    says(&mut window, "下载了 1 块");
    wait_for(&mut window, &format!("共 {all} 块，本机全有了，不用下载。"));
    click(&mut window, "知道了");
    assert!(window.query_by_label("知道了").is_none());
}

#[test]
fn a_source_whose_rules_forbid_it_says_so_and_has_no_button() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    let tiles = TileChoice { source: "tianditu-img".to_owned(), ..TileChoice::default() };
    let mut window = window(&district.file, home.path(), tiles);
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "换底图");
    click(&mut window, "离线准备");
    says(&mut window, "天地图的服务条款不允许成批下载");
    click(&mut window, "返回选底图");
    click(&mut window, "本地瓦片文件");
    click(&mut window, "离线准备");
    says(&mut window, "瓦片文件就在本机");
    assert!(window.query_by_label("开始离线准备").is_none());
    click(&mut window, "返回选底图");
    click(&mut window, "示意底图（自带，不联网）");
    window.run_steps(3);
    assert!(window.query_by_label("离线准备").is_none(), "nothing to prepare");
}
