//! The feed of storms in the window: followed with its age, and nothing that its server does holds the window up.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, sync_channel},
    },
    thread,
    time::Duration,
};

use eframe::egui::{Key as Press, Modifiers};
use egui_kittest::kittest::Queryable as _;
use sitmap::{
    domain::catalogue::Lang,
    io::{feed::StormFeed, settings::Settings, tiles::Key},
};
use tempfile::TempDir;

use crate::kit::{Window, click, district, folders_in, wait_for, wait_until, window_kept};

const WELL: &str = r#"[{"tfid": "202699", "name": "示例风", "isactive": "1", "points": [{"time": "2026/8/9 14:00:00",
    "lat": "27.0", "lng": "122.0", "power": "12", "speed": "33", "strong": "台风", "radius7": "300|250|200|150"}]}]"#;

/// A server whose answer can be changed; each question is told.
pub struct Server {
    pub port: u16,
    pub says: Arc<Mutex<&'static str>>,
    asked: Receiver<()>,
}

impl Server {
    /// Says this as the body; `silence`: nothing, ever.
    pub fn saying(says: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, asked) = sync_channel(64);
        let says = Arc::new(Mutex::new(says));
        let said = Arc::clone(&says);
        let serve = move || {
            let mut held: Vec<TcpStream> = Vec::new();
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 4096]);
                let body = *said.lock().unwrap();
                if body == "silence" {
                    held.push(stream);
                } else {
                    let head =
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
                }
                let _ = tell.try_send(());
            }
        };
        thread::Builder::new().name("test-server".to_owned()).spawn(serve).unwrap();
        Self { port, says, asked }
    }

    pub fn is_asked(&self) {
        self.asked.recv_timeout(Duration::from_secs(60)).unwrap();
    }

    fn settings(&self) -> Settings {
        let address = Key::new(&format!("http://127.0.0.1:{}/feed?tk=c0ffee", self.port));
        let storms = StormFeed { on: true, address, ..StormFeed::default() };
        Settings { lang: Lang::Zh, welcomed: true, storms, ..Settings::default() }
    }
}

fn opened(file: &Path, settings: Settings, home: &TempDir) -> Window {
    let mut window = window_kept(file, settings, &folders_in(home.path()));
    wait_for(&mut window, "避灾安置场所");
    window.key_press_modifiers(Modifiers::COMMAND, Press::K);
    window
}

fn contains(window: &mut Window, text: &'static str) {
    wait_until(window, text, |window| window.query_all_by_label_contains(text).next().is_some());
}

#[test]
fn a_feed_is_followed_and_its_last_good_answer_outlives_the_server_and_the_window() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    let server = Server::saying(WELL);
    let mut window = opened(&district.file, server.settings(), &home);
    contains(&mut window, "台风接口报告活动台风：示例风（2699）");
    contains(&mut window, "好，刚刚更新，1 个活动台风");
    click(&mut window, "看台风 示例风（2699）");
    wait_for(&mut window, "台风、12 级、33 米/秒");
    click(&mut window, "换一个台风");
    // A page in its place: said, and the storm stays.
    server.is_asked();
    *server.says.lock().unwrap() = "<html>closed</html>";
    click(&mut window, "立即重试");
    server.is_asked();
    contains(&mut window, "返回的是网页");
    contains(&mut window, "显示刚刚取得的数据，1 个活动台风");
    wait_for(&mut window, "看台风 示例风（2699）");
    drop(window);
    // The next window has it before its server has said a word.
    *server.says.lock().unwrap() = "silence";
    let mut window = opened(&district.file, server.settings(), &home);
    server.is_asked();
    contains(&mut window, "正在询问…，显示刚刚取得的数据，1 个活动台风");
    wait_for(&mut window, "看台风 示例风（2699）");
    let kept = std::fs::read_to_string(folders_in(home.path()).storm_feed()).unwrap();
    assert!(kept.contains("示例风") && !kept.contains("c0ffee"));
}

#[test]
fn the_window_draws_on_while_the_server_never_answers_and_asking_can_be_stopped() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    let server = Server::saying("silence");
    let mut window = opened(&district.file, server.settings(), &home);
    server.is_asked();
    // Were one frame to wait for the server, all of them would take hours.
    for _ in 0..300 {
        window.step();
    }
    contains(&mut window, "正在询问…");
    click(&mut window, "看台风 利奇马（1909）");
    wait_for(&mut window, "2019-08-02 14:00");
    click(&mut window, "换一个台风");
    click(&mut window, "停止询问");
    contains(&mut window, "已停止询问");
    contains(&mut window, "没有可用的旧数据");
    *server.says.lock().unwrap() = "[]";
    click(&mut window, "立即重试");
    contains(&mut window, "好，刚刚更新，没有活动台风");
}

#[test]
fn a_feed_is_off_until_an_address_is_typed_and_is_forgotten_with_it() {
    let (district, home) = (district(false), tempfile::tempdir().unwrap());
    let server = Server::saying(WELL);
    let mut window = opened(&district.file, Settings { lang: Lang::Zh, welcomed: true, ..Settings::default() }, &home);
    contains(&mut window, "未启用");
    click(&mut window, "接口设置");
    let address = format!("http://127.0.0.1:{}/feed", server.port);
    crate::kit::fill(&mut window, "接口地址", &address);
    window.key_press(Press::Enter);
    contains(&mut window, "好，刚刚更新，1 个活动台风");
    click(&mut window, "启用实时接口");
    contains(&mut window, "未启用");
    wait_until(&mut window, "its storm is gone", |window| {
        window.query_all_by_label("看台风 示例风（2699）").next().is_none()
    });
    wait_for(&mut window, "看台风 利奇马（1909）");
}
