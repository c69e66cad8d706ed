//! A feed's server may do anything: it is called what it is, in time, and nothing half is taken.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    io::Write as _,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::sync_channel,
    },
    thread,
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;
use sitmap::{
    domain::hazard::typhoon::QuadrantOrder,
    io::{
        feed::{Answer, Fault, ask, limits, storms},
        import::typhoon::Tracks,
        tiles::{Key, fetch::Limits},
    },
};

use crate::{
    cli::Seat,
    tiles::kit::{Server, reply},
};

/// A storm as the Zhejiang bureau writes it, made up.
pub fn storm(id: &str, name: &str, active: bool, time: &str) -> String {
    let active = u8::from(active);
    format!(
        r#"{{"tfid": "{id}", "name": "{name}", "enname": "Example", "isactive": "{active}", "points": [{{"time": "{time}",
        "lat": "27.0", "lng": "122.0", "power": "12", "speed": "33", "strong": "台风", "radius7": "300|250|200|150",
        "radius10": "", "radius12": "", "movespeed": "20", "movedirection": "西北"}}]}}"#
    )
}

fn well() -> String {
    format!("[{}]", storm("202499", "示例风", true, "2024/7/24 20:00:00"))
}

fn short() -> Limits {
    Limits { connect: Duration::from_millis(500), total: Duration::from_millis(1_500), bytes: 400_000 }
}

fn asked(server: &Server) -> Result<Tracks, Fault> {
    let address = Key::new(&format!("http://127.0.0.1:{}/feed?tk=c0ffee", server.port));
    let answer = ask(&address, &short(), &|| true)?;
    storms::read(&answer, QuadrantOrder::default())
}

fn saying(status: &'static str, mime: &'static str, body: impl Into<Vec<u8>>) -> Server {
    Server::saying(status, mime, body.into())
}

/// Bytes as they are packed on the line.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn gzip(body: Vec<u8>) -> Server {
    Server::start(move |_, stream| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
    })
}

#[test]
fn a_feed_that_does_well_gives_one_storm_a_list_or_none() {
    let list = asked(&saying("200 OK", "application/json", well())).unwrap();
    assert_eq!((list.storms.len(), storms::active(&list.storms)), (1, 1));
    assert_eq!(list.storms[0].name_zh.as_deref(), Some("示例风"));
    let one = asked(&saying("200 OK", "text/plain", storm("202498", "甲", false, "2024/7/1 8:00:00"))).unwrap();
    assert_eq!((one.storms[0].id.as_str(), storms::active(&one.storms)), ("202498", 0));
    let none = asked(&saying("200 OK", "application/json", " [ ] ")).unwrap();
    assert_eq!(none, Tracks::default(), "no storm is a good answer");
    let gbk = encoding_rs::GBK.encode(&well()).0.into_owned();
    for mime in ["application/json; charset=gbk", "application/json; charset=utf-8", "application/json"] {
        let read = asked(&saying("200 OK", mime, gbk.clone())).unwrap();
        assert_eq!(read.storms[0].name_zh.as_deref(), Some("示例风"), "{mime}");
    }
    let marked = [b"\xef\xbb\xbf".as_slice(), well().as_bytes()].concat();
    assert_eq!(asked(&saying("200 OK", "application/json", marked)).unwrap().storms.len(), 1);
    assert_eq!(asked(&gzip(packed(well().as_bytes()))).unwrap(), list);
    // A bad storm hides no good one.
    let mixed = format!("[{{}}, {}]", storm("202499", "示例风", true, "2024/7/24 20:00:00"));
    let mixed = asked(&saying("200 OK", "application/json", mixed)).unwrap();
    assert_eq!((mixed.storms.len(), mixed.problems.len()), (1, 1));
}

#[test]
fn whatever_else_is_sent_is_called_what_it_is() {
    let page = "<!doctype html><html><body>404</body></html>";
    let half = well().into_bytes()[..150].to_vec();
    let mut broken = packed(well().as_bytes());
    broken.truncate(60);
    let cases: Vec<(&str, Server, Fault)> = vec![
        ("404 page", saying("404 Not Found", "text/html", page), Fault::Absent(404)),
        ("page", saying("200 OK", "text/html; charset=utf-8", page), Fault::Page),
        ("page by its first sign", saying("200 OK", "application/json", format!("\n {page}")), Fault::Page),
        ("half a JSON", saying("200 OK", "application/json", half), Fault::Incomplete),
        ("object", saying("200 OK", "application/json", "{}"), Fault::Unknown),
        ("another object", saying("200 OK", "application/json", r#"{"code": 500, "msg": "error"}"#), Fault::Unknown),
        ("empty storms", saying("200 OK", "application/json", "[{}, {}]"), Fault::Unknown),
        ("null", saying("200 OK", "application/json", "null"), Fault::Unknown),
        ("words", saying("200 OK", "text/plain", "service closed"), Fault::Unknown),
        ("no JSON", saying("200 OK", "application/json", "[}"), Fault::Unknown),
        ("nothing", saying("200 OK", "application/json", ""), Fault::Empty),
        ("blanks", saying("200 OK", "application/json", "\r\n \u{feff} \n"), Fault::Empty),
        ("no content", saying("204 No Content", "application/json", ""), Fault::Empty),
        ("no signs", saying("200 OK", "application/json", b"[\"\xff\xff\x80\"]".to_vec()), Fault::Garbled),
        ("refused", saying("403 Forbidden", "application/json", "{}"), Fault::Refused(403)),
        ("failing", saying("502 Bad Gateway", "text/html", page), Fault::Server(502)),
        ("no packing", gzip(b"no gzip at all".to_vec()), Fault::Incomplete),
        ("broken packing", gzip(broken), Fault::Incomplete),
        ("broken off", cut_off(), Fault::Incomplete),
        ("no HTTP", Server::start(|_, stream| drop(stream.write_all(b"SSH-2.0-x\r\n\r\n"))), Fault::NoAnswer),
        ("loop", circle(), Fault::Redirects),
    ];
    for (name, server, expected) in cases {
        assert_eq!(asked(&server), Err(expected), "{name}");
    }
}

/// Promises more than it sends.
fn cut_off() -> Server {
    Server::start(|_, stream| {
        let body = well();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len() + 1_000);
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    })
}

pub fn circle() -> Server {
    Server::start(|path, stream| {
        let head = format!("HTTP/1.1 302 Found\r\nLocation: {path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
    })
}

#[test]
fn a_server_that_never_answers_and_one_that_drips_are_given_up() {
    let silent = Server::start(|_, _| thread::park());
    assert_eq!(asked(&silent), Err(Fault::NoAnswer));
    let dripping = Server::start(|_, stream| {
        let _ =
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
        while stream.write_all(b"[").is_ok() {
            thread::park_timeout(Duration::from_millis(20));
        }
    });
    assert_eq!(asked(&dripping), Err(Fault::NoAnswer));
}

#[test]
fn gigabytes_are_cut_off_announced_streamed_or_packed() {
    let announced = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n[");
        thread::park();
    });
    assert_eq!(asked(&announced), Err(Fault::TooLarge));
    for head in
        ["HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
    {
        let sent = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&sent);
        let is_chunked = head.contains("chunked");
        let endless = Server::start(move |_, stream| {
            let _ = stream.write_all(head.as_bytes());
            let mut block = vec![b' '; 65_536];
            if is_chunked {
                block = [b"10000\r\n".as_slice(), &block, b"\r\n"].concat();
            }
            while stream.write_all(&block).is_ok() {
                counted.fetch_add(65_536, Ordering::SeqCst);
            }
        });
        assert_eq!(asked(&endless), Err(Fault::TooLarge));
        assert!(sent.load(Ordering::SeqCst) < 100_000_000, "{} bytes were taken", sent.load(Ordering::SeqCst));
    }
    let bomb = packed(&vec![b' '; 50_000_000]);
    assert!(bomb.len() < 100_000, "{} bytes on the line", bomb.len());
    assert_eq!(asked(&gzip(bomb)), Err(Fault::TooLarge));
    assert_eq!(limits().bytes, 16 << 20);
}

#[test]
fn what_nobody_waits_for_any_more_is_stopped() {
    let (started, start) = sync_channel::<()>(1);
    let endless = Server::start(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[");
        let _ = started.try_send(());
        while stream.write_all(b"   ").is_ok() {
            thread::park_timeout(Duration::from_millis(5));
        }
    });
    let waits = AtomicBool::new(true);
    let go_on = || {
        if start.try_recv().is_ok() {
            waits.store(false, Ordering::SeqCst);
        }
        waits.load(Ordering::SeqCst)
    };
    let address = Key::new(&format!("http://127.0.0.1:{}/", endless.port));
    let long = Limits { total: Duration::from_secs(300), ..limits() };
    assert_eq!(ask(&address, &long, &go_on), Err(Fault::Cancelled));
}

#[test]
fn what_is_no_address_is_not_asked_and_no_fault_names_one() {
    for address in ["", "http://", "storms.invalid", "file:///etc/passwd", "ftp://storms.invalid/", "http://exa mple/"]
    {
        assert_eq!(ask(&Key::new(address), &short(), &|| true), Err(Fault::Address), "{address}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let shut = ask(&Key::new(&format!("http://127.0.0.1:{closed}/?tk=c0ffee")), &short(), &|| true);
    assert_eq!(shut, Err(Fault::NoAnswer));
    let nowhere = ask(&Key::new("http://storms.invalid/?tk=c0ffee"), &short(), &|| true);
    assert_eq!(nowhere, Err(Fault::Offline));
    assert!(!format!("{shut:?} {nowhere:?} {}", nowhere.as_ref().unwrap_err()).contains("c0ffee"));
}

#[test]
fn an_active_storm_of_long_ago_is_stale_and_one_that_is_over_is_not() {
    let read = |active: bool| {
        let text = storm("202499", "示例风", active, "2024/7/24 20:00:00");
        let answer = Answer { bytes: text.into_bytes(), ..Answer::default() };
        storms::read(&answer, QuadrantOrder::default()).unwrap().storms
    };
    let newest: Timestamp = "2024-07-24T12:00:00Z".parse().unwrap();
    let fresh = SignedDuration::from_hours(6);
    assert_eq!(storms::stale(&read(true), newest + fresh, fresh), None, "to the hour is fresh");
    assert_eq!(storms::stale(&read(true), newest + fresh + SignedDuration::from_secs(1), fresh), Some(newest));
    assert_eq!(storms::stale(&read(false), newest + fresh * 99, fresh), None);
    assert_eq!(storms::stale(&Tracks::default().storms, newest, fresh), None);
}

#[test]
fn a_published_storm_is_read_from_a_server_as_from_a_file() {
    let shared = crate::architecture::root().join("../shared/data/typhoon/zjwater_202116_mindulle.json");
    let Ok(bytes) = std::fs::read(shared) else {
        eprintln!("skipped: ../shared not present");
        return;
    };
    let server = Server::saying("200 OK", "application/json; charset=utf-8", bytes.clone());
    let tracks = asked(&server).unwrap();
    assert_eq!(tracks, sitmap::io::import::typhoon::read_tracks_bytes("API", &bytes, QuadrantOrder::default()));
    assert_eq!((tracks.storms.len(), tracks.storms[0].id.as_str()), (1, "202116"));
}

#[test]
fn the_command_line_asks_once_and_keeps_the_answer_that_it_got() {
    let seat = Seat::new();
    let server = Server::start(|path, stream| match path.split('?').next().unwrap() {
        "/none" => reply(stream, "200 OK", "application/json", b"[]"),
        "/page" => reply(stream, "404 Not Found", "text/html", b"<html>"),
        _ => reply(stream, "200 OK", "application/json", well().as_bytes()),
    });
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);
    let said = seat.run(&["--json", "typhoon", "fetch", &at("/feed?tk=c0ffee"), "--out", "kept.json"]);
    let json: Json = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &json["state"], &json["active"]), (0, &"stale".into(), &1.into()), "{json}");
    assert_eq!(json["storms"][0]["newest"], "2024-07-24T20:00:00+08:00");
    assert_eq!(std::fs::read_to_string(seat.path("kept.json")).unwrap(), well());
    let none = seat.run(&["typhoon", "fetch", &at("/none")]);
    assert_eq!((none.code, none.out.trim()), (0, "没有活动台风"));
    let gone = seat.run(&["--json", "typhoon", "fetch", &at("/page?tk=c0ffee")]);
    let json: Json = serde_json::from_str(&gone.out).unwrap();
    assert_eq!((gone.code, &json["state"], &json["problems"][0]["code"]), (2, &"failed".into(), &"feed_absent".into()));
    assert!(gone.err.contains("404") && !format!("{}{}", gone.err, gone.out).contains("c0ffee"), "{}", gone.err);
}
