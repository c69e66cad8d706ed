//! `prepare` and `ready` from outside.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure here is the test's failure")]

use serde_json::Value as Json;

use crate::{
    cli::Seat,
    tiles::kit::{Server, png},
};

/// A seat whose background map is an own address.
fn seat(address: &str) -> Seat {
    let seat = Seat::new();
    let settings = format!("[tiles]\nsource = \"own\"\n[tiles.own]\naddress = \"{address}\"\n");
    std::fs::write(seat.path("settings.toml"), settings).unwrap();
    seat
}

fn line<'a>(ready: &'a Json, id: &str) -> &'a Json {
    ready["lines"].as_array().unwrap().iter().find(|line| line["id"] == id).unwrap()
}

#[test]
fn prepare_says_how_much_asks_and_then_fetches_only_what_is_missing() {
    let server = Server::saying("200 OK", "image/png", png(16, [1, 2, 3]));
    let seat = seat(&server.template());
    let district = seat.district();
    let (untold, code) = seat.json(&district, &["prepare", "--yes"]);
    assert_eq!((code, &untold["plan"], &untold["run"]), (1, &Json::Null, &Json::Null));
    assert!(untold["why"].as_str().unwrap().contains("--permitted"), "{untold}");

    let zooms = ["prepare", "--permitted", "--zooms", "9-11"];
    let (plan, code) = seat.json(&district, &zooms);
    assert_eq!((code, &plan["run"], &plan["source"]), (0, &Json::Null, &"own".into()));
    let tiles = plan["plan"]["tiles"].as_u64().unwrap();
    assert!(tiles > 10 && plan["plan"]["to_fetch"] == tiles && plan["plan"]["beyond"] == 0, "{plan}");
    assert_eq!((server.asked(), seat.path("background-tiles.sqlite").exists()), (0, false), "it was only asked");

    let (done, code) = seat.json(&district, &[&zooms[..], &["--yes"]].concat());
    assert_eq!((code, done["run"]["fetched"].as_u64(), &done["run"]["stopped"]), (0, Some(tiles), &Json::Null));
    assert_eq!((server.asked() as u64, &done["run"]["left"]), (tiles, &0.into()));
    let (again, code) = seat.json(&district, &[&zooms[..], &["--yes"]].concat());
    assert_eq!((code, &again["plan"]["to_fetch"], &again["run"]), (0, &0.into(), &Json::Null));
    assert_eq!(server.asked() as u64, tiles);

    // The readiness check counts the same tiles.
    let (ready, _) = seat.json(&district, &["--lang", "en", "ready"]);
    let says = line(&ready, "tiles")["says"].as_str().unwrap();
    assert!(says.contains("9: 100%  10: 100%  11: 100%  12: 0%"), "{says}");
    assert_eq!(line(&ready, "tiles")["state"], "partly");
}

#[test]
fn prepare_refuses_what_is_forbidden_too_much_or_has_no_room_and_says_why() {
    let seat = seat("https://tile.openstreetmap.org/{z}/{x}/{y}.png");
    let district = seat.district();
    let said = seat.run(&["--file", "district.gpkg", "--lang", "en", "prepare", "--permitted", "--yes"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("OpenStreetMap's rules forbid"), "{}", said.out);
    let server = Server::saying("403 Forbidden", "text/plain", b"no".to_vec());
    let text = format!("[tiles]\nsource = \"own\"\ndisk_mb = 16\n[tiles.own]\naddress = \"{}\"\n", server.template());
    std::fs::write(seat.path("settings.toml"), text).unwrap();
    let (many, code) = seat.json(&district, &["prepare", "--permitted", "--yes", "--zooms", "9-19"]);
    assert!(code == 1 && many["why"].as_str().unwrap().contains("200,000"), "{many}");
    let (room, code) = seat.json(&district, &["prepare", "--permitted", "--yes", "--zooms", "9-15"]);
    assert!(code == 1 && room["plan"]["beyond"].as_u64().unwrap() > 0 && room["run"].is_null(), "{room}");
    assert_eq!(server.asked(), 0);
    let (refused, code) = seat.json(&district, &["prepare", "--permitted", "--yes", "--zooms", "9-11"]);
    assert_eq!((code, &refused["run"]["stopped"]), (1, &"refused".into()));
    assert_eq!(refused["run"]["failed"][0]["status"], 403);
    assert!(refused["run"]["left"].as_u64().unwrap() > 0 && server.asked() <= 2);
    let said = seat.run(&["--file", "district.gpkg", "prepare", "--zooms", "15-9"]);
    assert_eq!((said.code, said.err.contains("9-15")), (2, true), "{}", said.err);
}

#[test]
fn ready_tells_what_is_there_line_by_line_and_no_when_something_is_missing() {
    let seat = Seat::new();
    let district = seat.district();
    let (before, code) = seat.json(&district, &["ready"]);
    assert_eq!((code, &before["ready"]), (1, &false.into()), "there is no backup");
    let ids: Vec<&str> = before["lines"].as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["file", "font", "basemap", "tiles", "backup", "catalogue", "roads", "feeds"]);
    assert_eq!(line(&before, "backup")["state"], "missing");
    assert_eq!(line(&before, "tiles")["state"], "ready", "no background map is chosen: none is lacking");
    assert_eq!(seat.run(&["--file", "district.gpkg", "backup"]).code, 0);
    let (after, code) = seat.json(&district, &["ready"]);
    assert_eq!(line(&after, "backup")["state"], "ready");
    // A machine without a Chinese font is not ready, and says so.
    let font = line(&after, "font")["state"] == "ready";
    assert_eq!((code == 0, &after["ready"]), (font, &font.into()));
    let said = seat.run(&["--file", "district.gpkg", "--lang", "en", "ready"]);
    assert!(said.out.lines().count() == 8 && !said.out.contains("ready-"), "{}", said.out);
}
