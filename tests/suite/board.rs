//! The township board on the flood sample: messages pasted, shown, taken back.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use std::{path::Path, sync::Arc};

use serde_json::Value as Json;
use sitmap::{
    app::{Clock, Command, Opening, Operation, Wake, board::BoardCommand},
    domain::{
        catalogue::Lang,
        model::{Figure, Figures, MOVE_REPORT, MoveReport},
        query::{ReportedBy, board},
    },
    io::{
        assets,
        import::message::{Places, recognise},
        store::Access,
    },
};

use crate::cli::{Seat, text};

const MESSAGES: &str = "白龙桥镇：应转移592人，已转移400人（集中安置260人，投亲靠友140人），拒转4人，开放避灾点6个\n\
    琅琊镇 应转 297 已转 250 集中 200 投亲 50\n\
    沙畈乡收到，应转369，已转约190余人；收悉情况另报";

const SUMMED: [&str; 8] =
    ["should_move", "moved", "at_shelter", "with_relatives", "elsewhere", "to_move", "refused", "returned"];

/// A district file as a window opens it, the shipped catalogue with it.
fn opening(path: &Path) -> Opening {
    Opening {
        path: path.to_owned(),
        access: Access::Write,
        catalogue: Arc::new(assets::catalogue(None).0),
        problems: Vec::new(),
        actor: "值班员".into(),
        clock: Clock::fixed("2026-06-20T10:30:00Z".parse().unwrap()),
        wake: Wake::nobody(),
    }
}

fn row<'a>(board: &'a Json, township: &str) -> &'a Json {
    let rows = board["rows"].as_array().unwrap();
    rows.iter().find(|row| row["township"] == township).unwrap_or_else(|| panic!("{township}: {board:#}"))
}

fn sum(rows: &Json, of: &str, figure: &str) -> i64 {
    rows.as_array().unwrap().iter().filter_map(|row| row[of][figure].as_i64()).sum()
}

/// The sums of a board: rows to total, villages to rows.
fn sums_hold(board: &Json) {
    for figure in SUMMED {
        assert_eq!(board["total"]["list"][figure], sum(&board["rows"], "list", figure), "{figure}");
        for row in board["rows"].as_array().unwrap() {
            assert_eq!(row["list"][figure], sum(&row["villages"], "list", figure), "{} {figure}", row["township"]);
        }
    }
    for figure in Figure::ALL.map(Figure::field) {
        let total = board["total"]["reported"][figure].as_i64().unwrap_or(0);
        assert_eq!(total, sum(&board["rows"], "reported", figure), "{figure}");
    }
    let overdue = board["rows"].as_array().unwrap().iter().filter(|row| row["overdue"] == true).count();
    assert_eq!(board["total"]["overdue"], overdue);
}

#[test]
fn three_townships_messages_are_pasted_shown_beside_the_list_and_taken_back() {
    let seat = Seat::new();
    let district = seat.district();
    std::fs::write(seat.path("messages.txt"), MESSAGES).unwrap();
    let (before, code) = seat.json(&district, &["board"]);
    assert_eq!(code, 0);
    sums_hold(&before);
    let silent = row(&before, "白龙桥镇");
    assert_eq!(
        (silent["overdue"].as_bool(), &silent["reported"]),
        (Some(true), &Json::Null),
        "nobody has reported yet"
    );
    assert_eq!(silent["leader"]["name"].as_str().map(|name| name.ends_with('*')), Some(true), "names are masked");

    let (tried, code) = seat.json(&district, &["report", "--text", "messages.txt", "--dry-run"]);
    assert_eq!(code, 0);
    assert_eq!((tried["done"].as_bool(), tried["dry_run"].as_bool()), (Some(false), Some(true)));
    assert_eq!(seat.json(&district, &["board"]).0["total"], before["total"], "a trial changes nothing");

    let (done, code) = seat.json(&district, &["report", "--text", "messages.txt"]);
    assert_eq!(code, 0, "{done:#}");
    assert_eq!(done["reports"].as_array().unwrap().len(), 3);
    let codes: Vec<&str> = done["problems"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    assert_eq!(codes, ["message_not_understood"], "{:#}", done["problems"]);
    assert_eq!(done["problems"][0]["row"], 3);

    let (after, _) = seat.json(&district, &["board"]);
    sums_hold(&after);
    let told = row(&after, "白龙桥镇");
    assert_eq!(told["reported"]["moved"], 400);
    assert_eq!(told["reported"]["to_move"], 192, "it follows from the two others");
    assert_eq!(told["list"], silent["list"], "a report changes no list");
    assert_eq!(told["difference"]["moved"], 400 - told["list"]["moved"].as_i64().unwrap());
    assert_eq!((told["overdue"].as_bool(), told["reported_by"].as_str()), (Some(false), Some("township")));
    assert_eq!(row(&after, "沙畈乡")["approximate"], true);
    assert_eq!(row(&after, "箬阳乡")["overdue"], true, "it has people to move and has not reported");
    assert_eq!(after["total"]["overdue"].as_i64().unwrap() + 3, before["total"]["overdue"].as_i64().unwrap());

    let again = seat.json(&district, &["report", "--text", "messages.txt", "--dry-run"]).1;
    assert_eq!(again, 0);
    assert_eq!(seat.run(&["undo", "--file", text(&district)]).code, 0);
    let (undone, _) = seat.json(&district, &["board"]);
    assert_eq!(
        (&undone["rows"], &undone["total"]),
        (&before["rows"], &before["total"]),
        "one step takes all three back"
    );
}

#[test]
fn the_table_names_what_is_overdue_in_both_languages() {
    let seat = Seat::new();
    let district = seat.district();
    let chinese = seat.run(&["board", "--villages", "--file", text(&district)]);
    assert!(chinese.out.contains("逾期未报") && chinese.out.contains("白龙桥镇"), "{}", chinese.out);
    assert!(chinese.out.contains("示例"), "the sample mark is on it");
    let english = seat.run(&["board", "--lang", "en", "--file", text(&district)]);
    assert!(english.out.contains("Overdue") && english.out.contains("Should move"), "{}", english.out);
    assert_eq!(seat.run(&["board", "--overdue", "0", "--file", text(&district)]).code, 2);
}

#[test]
fn a_message_in_the_wrong_shape_is_refused_with_words() {
    let seat = Seat::new();
    let district = seat.district();
    std::fs::write(seat.path("other.txt"), "今天下午开会，请准时参加").unwrap();
    std::fs::write(seat.path("picture.bin"), [0_u8, 1, 2, 0, 255, 0, 3]).unwrap();
    let (json, code) = seat.json(&district, &["report", "--text", "other.txt"]);
    assert_eq!((code, json["done"].as_bool()), (1, Some(false)));
    let message = json["problems"].as_array().unwrap().iter().find(|one| one["code"] == "message_nothing").unwrap();
    assert!(message["message"].as_str().unwrap().contains("应转移"), "it says how to write");
    for unreadable in ["picture.bin", "missing.txt"] {
        let (json, code) = seat.json(&district, &["report", "--text", unreadable]);
        assert_eq!(code, 2, "{unreadable}");
        assert!(json["problems"][0]["code"].is_string(), "{json}");
    }
    let gbk: Vec<u8> = vec![0xc0, 0xc5, 0xe7, 0xf0, 0xd5, 0xf2, b' ', 0xd3, 0xa6, 0xd7, 0xaa, b'3', b'0'];
    std::fs::write(seat.path("gbk.txt"), gbk).unwrap();
    let (json, code) = seat.json(&district, &["report", "--text", "gbk.txt", "--dry-run"]);
    assert_eq!((code, json["reports"][0]["figures"]["ordered_people"].as_i64()), (0, Some(30)), "{json:#}");
}

fn report(township: &str, village: Option<&str>, moved: i64) -> MoveReport {
    MoveReport {
        township: township.to_owned(),
        village: village.map(str::to_owned),
        reported_at: Some("2026-06-20T10:00:00Z".parse().unwrap()),
        figures: Figures::default().with(Figure::Moved, moved),
        ..MoveReport::default()
    }
}

#[test]
fn reports_of_unknown_places_negative_numbers_and_nothing_new_are_refused_whole() {
    let seat = Seat::new();
    let mut operation = Operation::open(opening(&seat.district())).unwrap();
    let run = |operation: &mut Operation, reports: Vec<MoveReport>| {
        operation.run(Command::Board(BoardCommand::Report(reports)))
    };
    let good = report("白龙桥镇", None, 30);
    for (bad, id) in [
        (report("兰花镇", None, 3), "board-no-township"),
        (report("白龙桥镇", Some("兰花村"), 3), "board-no-village"),
        (report("琅琊镇", None, -3), "board-negative"),
        (MoveReport { figures: Figures::default(), ..good.clone() }, "board-empty"),
    ] {
        let refusal = run(&mut operation, vec![good.clone(), bad]).unwrap_err();
        assert_eq!(refusal.id, id);
        assert!(!refusal.sentence(&assets::words(Lang::Zh)).contains("refusal-"), "{id} has words");
    }
    assert_eq!(run(&mut operation, Vec::new()).unwrap_err().id, "board-no-reports");
    assert_eq!(operation.world().layer(MOVE_REPORT).unwrap().objects().count(), 0, "all or none");
    let action = run(&mut operation, vec![good.clone()]).unwrap();
    assert_eq!(assets::words(Lang::Zh).action(&action.label), "登记转移进度 1 份：白龙桥镇");
    assert_eq!(run(&mut operation, vec![good]).unwrap_err().id, "board-nothing-new");
    operation.run(Command::Undo).unwrap();
    assert_eq!(operation.world().layer(MOVE_REPORT).unwrap().objects().count(), 0);
    operation.run(Command::Redo).unwrap();
    let now = "2026-06-20T10:30:00Z".parse().unwrap();
    let board = board(operation.world(), now, 60);
    let row = board.rows.iter().find(|row| row.township.as_deref() == Some("白龙桥镇")).unwrap();
    assert_eq!(row.reported_by, ReportedBy::Township);
    assert_eq!(row.standing.reported.get(Figure::Moved), Some(30));
}

#[test]
fn every_village_and_township_of_the_sample_is_recognised_by_its_name() {
    let seat = Seat::new();
    let operation = Operation::open(opening(&seat.district())).unwrap();
    let world = operation.world();
    let places = Places::of(world);
    let now = "2026-06-20T10:30:00Z".parse().unwrap();
    let layer = world.layer("village").unwrap();
    let value = |object: &sitmap::domain::model::Object, field: &str| {
        let index = layer.kind().index(field).unwrap();
        object.value(index).as_text().unwrap_or_default().to_owned()
    };
    for object in layer.objects() {
        let (town, village) = (value(object, "township"), value(object, "name"));
        let read = recognise(&format!("{town}\n{village}：应转移30人，已转移12人"), &places, now);
        assert_eq!(read.problems, [], "{town} {village}");
        let [one] = read.reports.as_slice() else { panic!("{town} {village}: {read:?}") };
        assert_eq!(
            (one.report.township.as_str(), one.report.village.as_deref()),
            (town.as_str(), Some(village.as_str()))
        );
    }
}
