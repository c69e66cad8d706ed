//! A feed of rain's server may do anything: it is called what it is, and nothing half is taken.

use std::{io::Write as _, thread, time::Duration};

use jiff::ToSpan as _;
use serde_json::Value as Json;
use sitmap::{
    app::Clock,
    domain::{catalogue::Catalogue, world::World},
    io::{
        assets,
        feed::{Answer, Fault, ask, rain},
        import::rain::{RainFile, json::Mapping},
        tiles::{Key, fetch::Limits},
    },
};

use crate::{
    cli::{Seat, text},
    feed::{circle, gzip, packed},
    tiles::kit::{Server, now, reply},
};

const WELL: &str = r#"{"rows": [{"station": "外县站", "time": "2026-08-09 14:00", "mm": 1.5}]}"#;

fn mapping() -> Mapping {
    Mapping { list: "rows".to_owned(), ..Mapping::default() }
}

fn short() -> Limits {
    Limits { connect: Duration::from_millis(500), total: Duration::from_millis(1_500), bytes: 400_000 }
}

fn read(answer: &Answer) -> Result<RainFile, Fault> {
    let (catalogue, _) = Catalogue::read(&assets::shipped_catalogue());
    rain::read(answer, &mapping(), &World::new(catalogue.into(), Default::default()), now())
}

fn asked(server: &Server) -> Result<RainFile, Fault> {
    let address = Key::new(&format!("http://127.0.0.1:{}/rain?tk=c0ffee", server.port));
    read(&ask(&address, &short(), &|| true)?)
}

#[test]
fn whatever_is_sent_is_called_what_it_is() {
    let says = |body: &str| Server::saying("200 OK", "application/json", body.as_bytes().to_vec());
    let known = asked(&says(WELL)).unwrap();
    assert_eq!((known.rows, known.left, known.problems[0].code), (1, 1, "readings_no_station"));
    assert_eq!(asked(&gzip(packed(WELL.as_bytes()))).unwrap().rows, 1);
    assert_eq!(asked(&says(r#"{"rows": []}"#)).unwrap().rows, 0, "an empty list is a good answer");
    let page = "<!doctype html><html><body>404</body></html>";
    let cases: Vec<(&str, Server, Fault)> = vec![
        ("404 page", Server::saying("404 Not Found", "text/html", page.into()), Fault::Absent(404)),
        ("page", Server::saying("200 OK", "text/html", page.into()), Fault::Page),
        ("page by its first sign", says(page), Fault::Page),
        ("half a JSON", says(&WELL[..29]), Fault::Incomplete),
        ("object", says("{}"), Fault::NoList),
        ("no list", says(r#"{"rows": {"station": "x"}}"#), Fault::NoList),
        ("a list where none was looked for", says("[]"), Fault::NoList),
        ("null", says("null"), Fault::NoList),
        ("words", says("service closed"), Fault::Unknown),
        ("nothing", says(""), Fault::Empty),
        ("failing", Server::saying("502 Bad Gateway", "text/html", page.into()), Fault::Server(502)),
        ("no packing", gzip(b"no gzip at all".to_vec()), Fault::Incomplete),
        ("loop", circle(), Fault::Redirects),
        ("never", Server::start(|_, _| thread::park()), Fault::NoAnswer),
        ("two gigabytes", huge(), Fault::TooLarge),
    ];
    for (name, server, expected) in cases {
        assert_eq!(asked(&server).map(|file| file.rows), Err(expected), "{name}");
    }
}

fn huge() -> Server {
    Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n[");
        thread::park();
    })
}

#[test]
fn an_answer_that_comes_slowly_is_taken() {
    let slow = Server::start(|_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", WELL.len());
        let _ = stream.write_all(head.as_bytes());
        for piece in WELL.as_bytes().chunks(20) {
            thread::park_timeout(Duration::from_millis(10));
            let _ = stream.write_all(piece);
        }
    });
    let address = Key::new(&format!("http://127.0.0.1:{}/", slow.port));
    let long = Limits { total: Duration::from_secs(60), ..short() };
    assert_eq!(read(&ask(&address, &long, &|| true).unwrap()).unwrap().rows, 1);
}

#[test]
fn the_command_line_takes_a_feed_in_once() {
    let seat = Seat::new();
    let district = seat.path("district.gpkg");
    let now = Clock::system().now();
    let ago = |hours: i64| now.checked_sub(hours.hours()).unwrap();
    let began = ago(36).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert_eq!(seat.run(&["demo", "--at", &began, "--out", text(&district)]).code, 0);
    let (before, _) = seat.json(&district, &["rain"]);
    let station = before["stations"][0]["name"].as_str().unwrap().to_owned();
    let record = |hours: i64| serde_json::json!({"st": {"nm": station}, "tm": ago(hours).as_second(), "drp": "12.5"});
    let body =
        serde_json::json!({"data": {"rows": [record(3), record(2), record(1), {"st": {"nm": "x"}}]}}).to_string();
    let sent = body.clone();
    let server = Server::start(move |path, stream| match path.split('?').next().unwrap() {
        "/page" => reply(stream, "404 Not Found", "text/html", b"<html>"),
        "/object" => reply(stream, "200 OK", "application/json", b"{}"),
        _ => reply(stream, "200 OK", "application/json", sent.as_bytes()),
    });
    let at = |path: &str| format!("http://127.0.0.1:{}{path}?tk=c0ffee", server.port);
    let well = at("/rain");
    let mapped = ["--list", "data.rows", "--station", "st.nm", "--time", "tm", "--value", "drp"];
    let fetch = [&["readings", "fetch", well.as_str()][..], &mapped].concat();
    let out = seat.path("kept.json");
    let (tried, code) = seat.json(&district, &[&fetch[..], &["--dry-run", "--out", text(&out)]].concat());
    assert_eq!((code, &tried["added"], &tried["left_out"]), (0, &3.into(), &1.into()), "{tried}");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), body);
    let (done, code) = seat.json(&district, &fetch);
    assert_eq!((code, &done["added"], &done["stations"]), (0, &3.into(), &1.into()));
    let (rain, _) = seat.json(&district, &["rain"]);
    let row = rain["stations"].as_array().unwrap().iter().find(|row| row["name"] == station.as_str()).unwrap();
    assert_eq!((&row["sums"]["3"]["mm"], &row["silent"]), (&37.5.into(), &false.into()));
    let (again, code) = seat.json(&district, &fetch);
    assert_eq!((code, &again["added"], &again["known"]), (0, &0.into(), &3.into()));
    // What the feed does not say is told, without its address.
    for (path, problem) in [("/page", "feed_absent"), ("/object", "feed_no_list")] {
        let address = at(path);
        let said =
            seat.run(&["--json", "--file", text(&district), "readings", "fetch", &address, "--list", "data.rows"]);
        let json: Json = serde_json::from_str(&said.out).unwrap();
        let is = (said.code, &json["state"], &json["problems"][0]["code"]);
        assert_eq!(is, (2, &"failed".into(), &problem.into()));
        assert!(!format!("{}{}", said.out, said.err).contains("c0ffee"));
    }
    let (none, code) = seat.json(&district, &["readings", "fetch", &well, "--list", "data.rows"]);
    assert_eq!((code, &none["left_out"]), (1, &4.into()), "no record fits the mapping");
}
