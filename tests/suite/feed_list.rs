//! A feed that lists storms without their tracks is followed to each; what of it fails, fails the whole.

use std::{net::TcpStream, time::Duration};

use sitmap::{
    domain::hazard::typhoon::QuadrantOrder,
    io::{
        feed::{Fault, fetch, storms},
        import::typhoon::Tracks,
        tiles::{Key, fetch::Limits},
    },
};

use crate::{
    cli::Seat,
    feed::storm,
    tiles::kit::{Server, reply},
};

const LIST: &str = r#"[{"tfid": "202498", "name": "甲", "isactive": "0"}, {"tfid": "202499", "name": "示例风", "isactive": "1"},
    {"tfid": "202500", "name": "乙", "isactive": "1"}]"#;

fn json(stream: &mut TcpStream, body: &str) {
    reply(stream, "200 OK", "application/json", body.as_bytes());
}

/// A bureau with this list, which answers for the second storm as `second` does.
fn bureau(list: &'static str, second: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Server {
    Server::start(move |path, stream| match path {
        "/Api/TyphoonList/2024?tk=c0ffee" => json(stream, list),
        "/Api/TyphoonInfo/202499?tk=c0ffee" => json(stream, &storm("202499", "示例风", true, "2024/7/24 20:00:00")),
        "/Api/TyphoonInfo/202500?tk=c0ffee" => second(stream),
        _ => reply(stream, "404 Not Found", "text/html", b"<html>404</html>"),
    })
}

fn address(server: &Server) -> String {
    format!("http://127.0.0.1:{}/Api/TyphoonList/2024?tk=c0ffee", server.port)
}

fn fetched(server: &Server) -> Result<Tracks, Fault> {
    let limits = Limits { connect: Duration::from_millis(500), total: Duration::from_millis(1_500), bytes: 400_000 };
    let answer = fetch(&Key::new(&address(server)), &limits, &|| true)?;
    storms::read(&answer, QuadrantOrder::default())
}

#[test]
fn a_list_without_tracks_is_followed_to_each_storm_that_goes_on() {
    let server = bureau(LIST, |stream| json(stream, &storm("202500", "乙", true, "2024/7/25 8:00:00")));
    let tracks = fetched(&server).unwrap();
    let ids: Vec<&str> = tracks.storms.iter().map(|storm| storm.id.as_str()).collect();
    assert_eq!((ids, storms::active(&tracks.storms)), (vec!["202499", "202500"], 2));
    assert_eq!(server.asked(), 3, "nobody asks for what is over");

    let seat = Seat::new();
    let said = seat.run(&["--json", "typhoon", "fetch", &address(&server)]);
    let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, answer["state"].as_str(), answer["active"].as_u64()), (0, Some("stale"), Some(2)));
}

#[test]
fn a_list_on_which_nothing_goes_on_is_quiet() {
    let over = r#"[{"tfid": "202498", "name": "甲", "isactive": "0"}]"#;
    assert_eq!(fetched(&bureau(over, |_| {})), Ok(Tracks::default()));
}

#[test]
fn a_track_that_is_not_answered_well_fails_the_whole() {
    let one = |stream: &mut TcpStream, body: &str| json(stream, body);
    let cases: [(&str, Server, Fault); 4] = [
        ("page", bureau(LIST, move |stream| one(stream, "<html>login</html>")), Fault::Page),
        ("half", bureau(LIST, move |stream| one(stream, r#"{"tfid": "2025"#)), Fault::Incomplete),
        ("list", bureau(LIST, move |stream| one(stream, "[]")), Fault::Unknown),
        ("gone", bureau(LIST, |stream| reply(stream, "404 Not Found", "text/html", b"<html>")), Fault::Absent(404)),
    ];
    for (name, server, fault) in cases {
        assert_eq!(fetched(&server), Err(fault), "{name}");
    }
}
