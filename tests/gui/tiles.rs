//! The background map in the window: tiles lie where the data lie, and a bad server holds nothing up.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

mod ahead;

use std::{
    f64::consts::PI,
    io::{Cursor, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{Key as Press, Vec2, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use geo_types::{LineString, MultiLineString};
use image::{ImageFormat, Rgba, RgbaImage};
use sitmap::{
    app::Clock,
    domain::{
        catalogue::{Lang, Tone},
        place::{Datum, Position},
        view::{
            Words,
            projection::{Bounds, View},
            scene::{Line, LineInk, Scene},
        },
    },
    io::{
        assets::words,
        tiles::{
            Key, TileChoice,
            choice::{OWN, OwnAddress, TileDatum},
        },
    },
    ui::{map::MapPanel, theme},
};

use crate::kit::{self, click, district, wait_for, wait_until};

const SIZE: [f64; 2] = [900.0, 700.0];
const ZOOM: u8 = 16;
/// Radius of the dot that marks a crossing, pixels.
const DOT: f64 = 5.0;

/// A server on this machine that answers each question by its path.
fn server(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answer = Arc::new(answer);
    let serve = move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            let one = move || {
                let (mut stream, mut text) = (stream, [0; 4096]);
                let count = stream.read(&mut text).unwrap_or(0);
                let text = String::from_utf8_lossy(text.get(..count).unwrap_or_default()).into_owned();
                if let Some(path) = text.split(' ').nth(1) {
                    answer(path, &mut stream);
                }
            };
            thread::Builder::new().name("test-answer".to_owned()).spawn(one).unwrap();
        }
    };
    thread::Builder::new().name("test-server".to_owned()).spawn(serve).unwrap();
    port
}

fn own(port: u16, datum: TileDatum) -> TileChoice {
    let address = Key::new(&format!("http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}"));
    TileChoice {
        source: OWN.to_owned(),
        own: OwnAddress { address, datum, attribution: "© 测试".to_owned() },
        ..TileChoice::default()
    }
}

/// Where a place is on the whole map of the tiles, pixels at [`ZOOM`]: written out here anew, so that what is
/// tested is not what tests.
fn pixel(place: [f64; 2], datum: Datum) -> [f64; 2] {
    let there = datum.from_wgs84(Position::new(place[0], place[1]).unwrap());
    let side = 256.0 * f64::from(1_u32 << ZOOM);
    let lat = there.lat().to_radians();
    let down = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / PI) / 2.0;
    [(there.lon() + 180.0) / 360.0 * side, down * side]
}

/// A white tile with a dark dot wherever one of these places is.
fn tile([x, y]: [f64; 2], places: &[[f64; 2]]) -> Vec<u8> {
    let mut picture = RgbaImage::from_pixel(256, 256, Rgba([255, 255, 255, 255]));
    for (across, down, pixel) in picture.enumerate_pixels_mut() {
        let at = [x * 256.0 + f64::from(across) + 0.5, y * 256.0 + f64::from(down) + 0.5];
        for place in places {
            let away = (at[0] - place[0]).hypot(at[1] - place[1]);
            let ink = (DOT + 0.5 - away).clamp(0.0, 1.0);
            let light = (255.0 * (1.0 - ink)).round() as u8;
            pixel.0 = [pixel.0[0].min(light), pixel.0[1].min(light), pixel.0[2].min(light), 255];
        }
    }
    let mut out = Vec::new();
    picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).unwrap();
    out
}

struct State {
    panel: MapPanel,
    words: Words,
    choice: TileChoice,
    scene: Arc<Scene>,
    /// The datum to draw in where no tiles say it.
    datum: Option<Datum>,
    /// Where the map's left top is in the window.
    at: [f64; 2],
}

fn window(choice: TileChoice, place: [f64; 2]) -> Harness<'static, State> {
    window_of(choice, place, Scene::default(), None)
}

fn window_of(choice: TileChoice, place: [f64; 2], scene: Scene, datum: Option<Datum>) -> Harness<'static, State> {
    let mut panel = MapPanel::default();
    panel.motion = false;
    panel.fit(Bounds::of(place[0], place[1]));
    let state = State { panel, words: words(Lang::Zh), choice, scene: Arc::new(scene), datum, at: [0.0, 0.0] };
    let clock = Clock::fixed(kit::now());
    Harness::builder().allow_missing_glyphs().with_size(Vec2::new(SIZE[0] as f32, SIZE[1] as f32)).build_ui_state(
        move |ui, state: &mut State| {
            theme::install(ui.ctx());
            theme::wear(ui.ctx(), false);
            state.panel.background.serve(ui.ctx(), &state.choice, None, &clock);
            state.panel.datum = state.datum.unwrap_or_else(|| state.panel.background.datum());
            let map = state.panel.ui(ui, &state.scene, &state.words);
            state.at = [f64::from(map.rect.min.x), f64::from(map.rect.min.y)];
        },
        state,
    )
}

/// Two roads cut at each place, crossing there: lines of the register, as the window draws them over those tiles.
/// Returns the middle of each crossing on the picture, from the map's left top.
fn crossings(places: &[[f64; 2]], centre: [f64; 2], datum: Datum) -> Vec<[f64; 2]> {
    let arm = 1.5e-4;
    let across = |[lon, lat]: [f64; 2]| LineString::from(vec![(lon - arm, lat), (lon + arm, lat)]);
    let down = |[lon, lat]: [f64; 2]| LineString::from(vec![(lon, lat - arm), (lon, lat + arm)]);
    let shape = MultiLineString::new(places.iter().flat_map(|place| [across(*place), down(*place)]).collect());
    let line = Line { shape, ink: LineInk::Thing(Tone::Alarm, 2.0), opacity: 1.0, object: None };
    let scene = Scene { lines: vec![line], ..Scene::default() };
    let mut window = window_of(TileChoice::default(), centre, scene, Some(datum));
    // The ground comes off the window's thread; the lines are there when the place in the middle is inked.
    let start = Instant::now();
    let (picture, ground) = loop {
        window.run_steps(3);
        let picture = window.render().unwrap();
        let ground = *picture.get_pixel(300, 300);
        let [x, y] = window.state().panel.view().to_screen(centre[0], centre[1]);
        let [left, top] = window.state().at;
        if *picture.get_pixel((x + left) as u32, (y + top) as u32) != ground {
            break (picture, ground);
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the lines were never drawn");
    };
    let view = *window.state().panel.view();
    let [left, top] = window.state().at;
    let differs = |pixel: &Rgba<u8>| {
        pixel.0.iter().zip(ground.0).map(|(a, b)| f64::from(a.abs_diff(b))).fold(0.0, f64::max) / 255.0
    };
    let middle = |place: &[f64; 2]| {
        let [x, y] = view.to_screen(place[0], place[1]);
        let [x, y] = spot(&picture, [x + left, y + top], differs);
        [x - left, y - top]
    };
    places.iter().map(middle).collect()
}

/// The middle of the spot nearest to a place on the picture; how much of it a pixel is.
fn spot(picture: &RgbaImage, [x, y]: [f64; 2], ink: impl Fn(&Rgba<u8>) -> f64) -> [f64; 2] {
    let (mut sum, mut across, mut down) = (0.0, 0.0, 0.0);
    for (px, py, pixel) in picture.enumerate_pixels() {
        let at = [f64::from(px) + 0.5, f64::from(py) + 0.5];
        if (at[0] - x).abs() < 16.0 && (at[1] - y).abs() < 16.0 {
            let ink = ink(pixel);
            (sum, across, down) = (sum + ink, across + ink * at[0], down + ink * at[1]);
        }
    }
    assert!(sum > 40.0, "there is no spot near {x}, {y}: {sum}");
    [across / sum, down / sum]
}

#[test]
fn tiles_and_data_as_drawn_agree_within_one_pixel_at_the_corners_and_the_middle_in_both_datums() {
    for (tiles, datum) in [(TileDatum::Gcj02, Datum::Gcj02), (TileDatum::Wgs84, Datum::Wgs84)] {
        let centre = [119.571_32, 29.012_87];
        let view = View { centre, zoom: f64::from(ZOOM), size: SIZE, datum };
        let inset = 60.0;
        let corners =
            [[inset, inset], [SIZE[0] - 160.0, inset], [160.0, SIZE[1] - 80.0], [SIZE[0] - 160.0, SIZE[1] - 80.0]];
        // The places are data: WGS-84, as a district file holds them.
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        let mut places: Vec<[f64; 2]> = corners.iter().map(|[x, y]| view.to_degrees(*x, *y).map(round)).collect();
        places.push(centre);
        let marks: Vec<[f64; 2]> = places.iter().map(|place| pixel(*place, datum)).collect();
        let port = server(move |path, stream| {
            let numbers: Vec<f64> = path.split('/').filter_map(|part| part.parse().ok()).collect();
            let body = if numbers.first() == Some(&f64::from(ZOOM)) {
                tile([numbers[1], numbers[2]], &marks)
            } else {
                tile([0.0, 0.0], &[])
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        });
        let mut window = window(own(port, tiles), centre);
        let start = Instant::now();
        let whole = |window: &Harness<'_, State>| {
            let state = window.state().panel.background.state();
            state.covered && state.waiting == 0
        };
        while !whole(&window) {
            assert!(start.elapsed() < Duration::from_secs(60), "{:?}", window.state().panel.background.state());
            window.step();
            thread::sleep(Duration::from_millis(10));
        }
        window.run_steps(3);
        let picture = window.render().unwrap();
        let view = *window.state().panel.view();
        assert_eq!((view.datum, view.zoom), (datum, f64::from(ZOOM)));
        let dark = |pixel: &Rgba<u8>| 1.0 - f64::from(pixel.0[0]) / 255.0;
        for (place, [x, y]) in places.iter().zip(crossings(&places, centre, datum)) {
            let [x, y] = [x + window.state().at[0], y + window.state().at[1]];
            let [seen_x, seen_y] = spot(&picture, [x, y], dark);
            let off = (seen_x - x).hypot(seen_y - y);
            println!("{datum:?}: data at {x:.2}, {y:.2}; tile at {seen_x:.2}, {seen_y:.2}; off {off:.3} px");
            assert!(off < 1.0, "{datum:?} {place:?}: {off} pixels");
        }
        if datum == Datum::Gcj02 {
            // And the shift is not nothing: in the other datum the same places are hundreds of pixels away.
            let wrong = View { datum: Datum::Wgs84, ..view }.to_screen(places[0][0], places[0][1]);
            let right = view.to_screen(places[0][0], places[0][1]);
            println!(
                "one offset for the whole view would be {:.2} px off",
                (wrong[0] - right[0]).hypot(wrong[1] - right[1])
            );
        }
    }
}

#[test]
fn with_a_server_that_never_answers_the_window_still_answers_and_says_so() {
    let port = server(|_, _| thread::sleep(Duration::from_secs(600)));
    let district = district(false);
    let mut window = kit::window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "换底图");
    wait_for(&mut window, "自定义地址");
    click(&mut window, "自定义地址");
    window.get_by_role_and_label(Role::TextInput, "地址").click();
    window.run_steps(2);
    window
        .get_by_role_and_label(Role::TextInput, "地址")
        .type_text(&format!("http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}"));
    window.run_steps(2);
    window.key_press(Press::Enter);
    window.run_steps(3);
    // Asked and unanswered: the panel can still be worked, frame after frame, and says that it is loading.
    wait_until(&mut window, "loading", |window| window.query_all_by_label_contains("正在加载").next().is_some());
    click(&mut window, "示意底图（自带，不联网）");
    wait_for(&mut window, "正在用自带的示意底图，不联网。");
    click(&mut window, "关闭底图面板");
    wait_for(&mut window, "换底图");
}

#[test]
fn a_source_without_its_key_says_what_to_do_and_the_own_base_map_stays() {
    let district = district(false);
    let mut window = kit::window(&district.file, Lang::Zh);
    wait_for(&mut window, "避灾安置场所");
    click(&mut window, "换底图");
    click(&mut window, "天地图 影像");
    wait_until(&mut window, "no key", |window| {
        window.query_all_by_label_contains("缺少密钥：粘贴密钥后按回车；先用示意底图").count() >= 2
    });
    assert!(window.query_all_by_label("地名注记").next().is_some());
}
