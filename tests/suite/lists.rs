//! What lies around a line, from the command line; and a list that leaves the house stands in the journal.

use std::{path::PathBuf, sync::Arc};

use sitmap::{
    app::{Clock, Command, Opening, Operation, Wake, export::ExportCommand},
    domain::edit::Edit,
    io::store::Access,
};

use crate::{
    cli::{Seat, text},
    store_kit as kit,
};

#[test]
fn what_lies_along_a_line_is_asked_with_a_buffer() {
    let seat = Seat::new();
    let district = seat.district();
    let line = seat.path("river.geojson");
    std::fs::write(
        &line,
        r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString",
            "coordinates":[[119.55,29.02],[119.65,29.10]]}}"#,
    )
    .unwrap();
    let ask = |metres: &str| {
        let buffer = format!("{},{metres}", text(&line));
        seat.json(&district, &["within", "--kind", "shelter", "--buffer", &buffer])
    };
    let (near, _) = ask("1000");
    let (far, code) = ask("5000");
    assert_eq!(code, 0);
    let count = |json: &serde_json::Value| json["count"].as_u64().unwrap();
    assert!(count(&far) > count(&near), "{near} {far}");
    assert_eq!(count(&far), far["rows"].as_array().unwrap().len() as u64);
    let refused = seat.run(&["--file", text(&district), "within", "--kind", "shelter", "--buffer", "river.geojson,0"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
}

#[test]
fn a_list_written_out_stands_in_the_journal_and_is_nothing_to_undo() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.gpkg");
    let mut store = kit::create(&path);
    store.commit(&kit::action(1, vec![Edit::Add(kit::shelter(1))])).unwrap();
    store.close().unwrap();
    let mut operation = Operation::open(Opening {
        path,
        access: Access::Write,
        catalogue: Arc::new(kit::catalogue()),
        problems: Vec::new(),
        actor: "新席位".into(),
        clock: Clock::fixed(kit::time(100_000)),
        wake: Wake::nobody(),
    })
    .unwrap();
    let written = |unmasked: bool| {
        let path = PathBuf::from("/文档/名单.csv");
        Command::Export(ExportCommand { kind: "shelter".into(), path, rows: 12, unmasked })
    };
    let action = operation.run(written(false)).unwrap();
    assert_eq!((action.label.id.as_str(), &*action.area), ("export", "export"));
    assert_eq!(action.label.args["file"], "名单.csv");
    assert_eq!(operation.run(written(true)).unwrap().label.id, "export-unmasked");
    assert_eq!(operation.run(Command::Undo).unwrap_err().id, "nothing-to-undo");
}
