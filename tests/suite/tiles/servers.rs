//! A server may do anything: the loader says so and nothing else suffers.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use std::{
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use sitmap::io::tiles::{Content, Loader, Setup, State, TileSource, Trouble, cache::Cache};

use crate::tiles::kit::{Server, now, png, reply, setup, watch, web, wish, with_cache};

/// What the layer says of a server in the end.
fn trouble_of(source: TileSource) -> (Trouble, usize) {
    let loader = Loader::start(setup(source)).unwrap();
    loader.want(&[wish(1), wish(2), wish(3)]);
    let (came, health) = watch(&loader, "a trouble", |_, health| health.trouble().is_some());
    (health.trouble().unwrap(), came.len())
}

#[test]
fn a_server_that_does_well_is_ready_and_gives_its_tiles() {
    let server = Server::saying("200 OK", "image/png", png(256, [10, 20, 30]));
    let loader = Loader::start(setup(web(&server.template()))).unwrap();
    loader.want(&[wish(1), wish(2)]);
    let (came, health) = watch(&loader, "two tiles", |came, health| came.len() == 2 && health.state == State::Ready);
    assert_eq!((health.last_good, health.waiting), (Some(now()), 0));
    for loaded in came {
        let Content::Picture(picture) = loaded.content else { panic!("a picture") };
        assert_eq!((picture.size, &picture.rgba[..4]), ([256, 256], &[10, 20, 30, 255][..]));
    }
}

#[test]
fn servers_that_do_not_answer_with_tiles_are_each_called_what_they_are() {
    let page = b"<!doctype html><html><body>403</body></html>".to_vec();
    let mut broken = png(256, [1, 2, 3]);
    broken.truncate(90);
    let servers: [(Server, Trouble); 9] = [
        (Server::saying("403 Forbidden", "text/html", page.clone()), Trouble::Refused(403)),
        (Server::saying("200 OK", "text/html; charset=utf-8", page.clone()), Trouble::NotATile),
        (Server::saying("200 OK", "image/png", page), Trouble::NotATile),
        (Server::saying("200 OK", "application/json", b"{\"code\":301012}".to_vec()), Trouble::NotATile),
        (Server::saying("404 Not Found", "text/plain", b"none".to_vec()), Trouble::Absent),
        (Server::saying("502 Bad Gateway", "text/plain", b"".to_vec()), Trouble::Server(502)),
        (Server::saying("200 OK", "image/png", broken), Trouble::Broken),
        (Server::saying("200 OK", "text/plain", png(8, [1, 2, 3])), Trouble::NotATile),
        (Server::start(|_, stream| drop(stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))), Trouble::NoAnswer),
    ];
    for (server, expected) in servers {
        let (trouble, came) = trouble_of(web(&server.template()));
        assert_eq!((trouble, came), (expected, 0));
    }
}

#[test]
fn a_server_that_never_answers_and_one_that_dribbles_are_given_up_in_time() {
    let silent = Server::start(|_, _| thread::sleep(Duration::from_secs(600)));
    assert_eq!(trouble_of(web(&silent.template())), (Trouble::NoAnswer, 0));
    let dribbling = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100000\r\n\r\n");
        while stream.write_all(&[0x89]).is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    assert_eq!(trouble_of(web(&dribbling.template())), (Trouble::NoAnswer, 0));
}

#[test]
fn a_server_that_sends_gigabytes_is_cut_off_announced_or_not() {
    let announced = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 2147483648\r\n\r\n");
    });
    assert_eq!(trouble_of(web(&announced.template())), (Trouble::TooLarge, 0));
    let sent = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&sent);
    let endless = Server::start(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n\x89PNG");
        let block = vec![0_u8; 65_536];
        while stream.write_all(&block).is_ok() {
            counted.fetch_add(65_536, Ordering::SeqCst);
        }
    });
    assert_eq!(trouble_of(web(&endless.template())).0, Trouble::TooLarge);
    // What was sent lies in the buffers of at most four connections; never in ours.
    assert!(sent.load(Ordering::SeqCst) < 200_000_000, "{} bytes were taken", sent.load(Ordering::SeqCst));
}

#[test]
fn a_circle_of_redirects_a_closed_port_and_a_name_that_is_none_end_in_a_word() {
    let circle = Server::start(|path, stream| {
        let head = format!("HTTP/1.1 302 Found\r\nLocation: {path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
    });
    assert_eq!(trouble_of(web(&circle.template())), (Trouble::Redirects, 0));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(trouble_of(web(&format!("http://127.0.0.1:{closed}/{{z}}/{{x}}/{{y}}"))).0, Trouble::NoAnswer);
    let nowhere = trouble_of(web("http://tiles.invalid/{z}/{x}/{y}")).0;
    assert_eq!(nowhere, Trouble::Offline);
}

#[test]
fn a_picture_that_unpacks_to_gigabytes_is_refused() {
    // 30,000 by 30,000 pixels of one colour: 3.6 GB in memory, a few hundred bytes on the line.
    let mut head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    head.extend([0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 6, 0, 0, 0]);
    let mut sum = 0xffff_ffff_u32;
    for byte in &head[12..] {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    head.extend((!sum).to_be_bytes());
    head.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    let server = Server::saying("200 OK", "image/png", head);
    assert_eq!(trouble_of(web(&server.template())).0, Trouble::TooLarge);
}

#[test]
fn the_window_is_never_held_up_whatever_the_server_does() {
    let silent = Server::start(|_, _| thread::sleep(Duration::from_secs(600)));
    let loader = Loader::start(setup(web(&silent.template()))).unwrap();
    // As many frames as a window draws in a minute of panning, each with a new view; were one of them to wait for
    // the server, this would take hours.
    for frame in 0..4000 {
        let wishes: Vec<_> = (0..60).map(|x| wish(x + frame)).collect();
        loader.want(&wishes);
        assert!(loader.take(8).is_empty());
        assert_eq!(loader.health().len(), 1);
    }
    assert!(silent.asked() < 200, "the server was asked {} times", silent.asked());
}

#[test]
fn a_server_that_comes_back_is_asked_again_by_itself() {
    let well = Arc::new(AtomicBool::new(false));
    let is_well = Arc::clone(&well);
    let picture = png(16, [9, 9, 9]);
    let server = Server::start(move |_, stream| {
        if is_well.load(Ordering::SeqCst) {
            reply(stream, "200 OK", "image/png", &picture);
        } else {
            reply(stream, "503 Service Unavailable", "text/plain", b"");
        }
    });
    let loader = Loader::start(setup(web(&server.template()))).unwrap();
    loader.want(&[wish(1), wish(2)]);
    let (_, health) = watch(&loader, "trouble", |_, health| health.trouble().is_some());
    assert_eq!(health.state, State::Troubled(Trouble::Server(503), Some(now())));
    let before = server.asked();
    well.store(true, Ordering::SeqCst);
    watch(&loader, "the tiles", |came, health| came.len() == 2 && health.state == State::Ready);
    assert!(server.asked() <= before + 4, "it was not flooded: {} then {}", before, server.asked());
}

#[test]
fn the_last_good_tile_is_kept_when_the_server_fails_and_the_state_says_how_old() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Arc::new(Cache::new(folder.path().join("tiles.sqlite"), 1_000_000));
    let well = Arc::new(AtomicBool::new(true));
    let (is_well, picture) = (Arc::clone(&well), png(16, [7, 8, 9]));
    let server = Server::start(move |_, stream| {
        if is_well.load(Ordering::SeqCst) {
            reply(stream, "200 OK", "image/png", &picture);
        } else {
            reply(stream, "403 Forbidden", "text/html", b"<html>");
        }
    });
    let first = Loader::start(with_cache(web(&server.template()), &cache)).unwrap();
    first.want(&[wish(1)]);
    watch(&first, "the tile", |came, _| came.len() == 1);
    drop(first);
    well.store(false, Ordering::SeqCst);
    let asked = server.asked();

    // The next day it is still fresh: the server is not asked.
    let later = |days: i64| -> Setup {
        let time = now() + jiff::SignedDuration::from_hours(24 * days);
        Setup { now: Arc::new(move || time), ..with_cache(web(&server.template()), &cache) }
    };
    let second = Loader::start(later(1)).unwrap();
    second.want(&[wish(1)]);
    let (came, health) =
        watch(&second, "the kept tile", |came, health| came.len() == 1 && health.state == State::Ready);
    assert_eq!((came[0].old, health.last_good, server.asked()), (false, Some(now()), asked));
    drop(second);

    // A month later it is old: the server is asked, refuses, and what was kept is shown all the same.
    let third = Loader::start(later(30)).unwrap();
    third.want(&[wish(1)]);
    let (came, health) = watch(&third, "trouble", |came, health| came.len() == 1 && health.trouble().is_some());
    assert!(came[0].old && health.kept);
    assert_eq!((health.trouble(), health.last_good), (Some(Trouble::Refused(403)), Some(now())));
}

#[test]
fn a_tile_that_cannot_be_read_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Arc::new(Cache::new(folder.path().join("tiles.sqlite"), 1_000_000));
    let mut broken = png(256, [1, 2, 3]);
    broken.truncate(90);
    let server = Server::saying("200 OK", "image/png", broken);
    let loader = Loader::start(with_cache(web(&server.template()), &cache)).unwrap();
    loader.want(&[wish(1)]);
    watch(&loader, "trouble", |_, health| health.trouble() == Some(Trouble::Broken));
    assert_eq!(cache.bytes(), 0);
}

#[test]
fn a_key_is_sent_to_the_server_and_stands_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tiles.sqlite");
    let cache = Arc::new(Cache::new(file.clone(), 1_000_000));
    let server = Server::saying("200 OK", "image/png", png(16, [1, 1, 1]));
    let mut source = web(&format!("{}?tk={{key}}", server.template()));
    source.layers[0].key = Some("test".to_owned());
    let setup = with_cache(source, &cache);
    let shown = format!("{setup:?}");
    let loader = Loader::start(setup).unwrap();
    loader.want(&[wish(1)]);
    let (_, health) = watch(&loader, "the tile", |came, _| came.len() == 1);
    let shown = format!("{shown} {loader:?} {health:?} {cache:?}");
    assert!(!shown.contains("c0ffee") && !shown.contains("127.0.0.1"), "{shown}");
    assert_eq!(server.paths.lock().unwrap().as_slice(), ["/8/1/100?tk=c0ffee"]);
    drop((loader, cache));
    for name in ["tiles.sqlite", "tiles.sqlite-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        assert!(!bytes.windows(6).any(|part| part == b"c0ffee"), "{name} holds the key");
    }
    assert!(file.exists());
}

#[test]
fn no_trouble_of_any_server_names_the_address_or_the_key() {
    for template in [
        "http://tiles.invalid/{z}/{x}/{y}?tk={key}",
        "http://127.0.0.1:1/{z}/{x}/{y}?tk={key}",
        "https://127.0.0.1:1/{z}/{x}/{y}?tk={key}",
        "http://[::1/{z}/{x}/{y}?tk={key}",
        "http://exa mple/{z}/{x}/{y}?tk={key}",
    ] {
        let Ok(address) = sitmap::io::tiles::address::Address::new(template, vec![]) else { continue };
        let mut source = web("http://x/{z}/{x}/{y}");
        source.layers[0].origin = sitmap::io::tiles::Origin::Web(address);
        source.layers[0].key = Some("test".to_owned());
        let (trouble, _) = trouble_of(source);
        let said = format!("{trouble} {trouble:?} {}", trouble.code());
        assert!(!said.contains("c0ffee") && !said.contains("tiles.invalid"), "{said}");
    }
}
