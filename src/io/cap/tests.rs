use proptest::prelude::*;

use super::*;

/// A message in which every element stands that is kept.
fn message() -> String {
    write(&Alert {
        identifier: "33070200000000_20260809150600_1".into(),
        sender: "330702".into(),
        sent: "2026-08-09T15:06:00+08:00".into(),
        status: "Actual".into(),
        msg_type: "Alert".into(),
        scope: "Public".into(),
        note: Some("示例数据".into()),
        references: None,
        infos: vec![Info {
            language: Some("zh-CN".into()),
            categories: vec!["Met".into()],
            event: "台风".into(),
            urgency: "Expected".into(),
            severity: "Severe".into(),
            certainty: "Likely".into(),
            event_codes: vec![Pair::new("GB/T 35561", "11B01")],
            expires: Some("2026-08-09T21:06:00+08:00".into()),
            headline: Some("台风橙色预警 <&>".into()),
            areas: vec![Area {
                description: "沙畈乡".into(),
                polygons: vec!["28.9,119.4 28.9,119.5 29,119.5 28.9,119.4".into()],
                circles: vec!["28.9,119.4 10".into()],
                geocodes: vec![Pair::new("code", "330702206")],
            }],
            ..Info::default()
        }],
    })
}

fn fault(text: &str) -> (&'static str, u64, String, String) {
    let error = read(text.as_bytes()).unwrap_err();
    (error.code, error.line, error.path, error.value)
}

#[test]
fn what_is_written_is_read_back() {
    let text = message();
    let alert = read(text.as_bytes()).unwrap();
    assert_eq!(write(&alert), text);
    assert_eq!(alert.infos[0].headline.as_deref(), Some("台风橙色预警 <&>"));
    assert!(is_cap(text.as_bytes()) && !is_cap(b"<gpx/>"));
    // By a prefix, in another encoding, with a byte order mark.
    let prefixed = text.replace("xmlns=", "xmlns:c=").replace("</", "</c:");
    let prefixed = prefixed.split('<').map(|part| match part.chars().next() {
        Some('a'..='z') => format!("c:{part}"),
        _ => part.to_owned(),
    });
    assert_eq!(read(prefixed.collect::<Vec<_>>().join("<").as_bytes()).unwrap(), alert);
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let gbk = String::from_utf8_lossy(&gbk).is_empty() || read(&gbk).is_err();
    assert!(gbk, "it says UTF-8 and is not");
    let (declared, _, _) = encoding_rs::GBK.encode(&text).clone();
    let declared = declared.into_owned();
    let head = b"<?xml version=\"1.0\" encoding=\"GB18030\"?>";
    let body = declared.splitn(2, |byte| *byte == b'\n').nth(1).unwrap();
    assert_eq!(read(&[head, &b"\n"[..], body].concat()).unwrap(), alert);
    assert_eq!(read(&["\u{feff}".as_bytes(), text.as_bytes()].concat()).unwrap(), alert);
}

#[test]
fn what_the_schema_refuses_is_refused_with_its_line_and_element() {
    let text = message();
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        fault(&text.replacen(from, to, 1))
    };
    let of = |code: &'static str, line: u64, path: &str, value: &str| (code, line, path.to_owned(), value.to_owned());
    assert_eq!(with("<scope>Public</scope>", "").0, "cap_missing");
    assert_eq!(with(">Severe<", "> Severe<"), of("cap_value", 15, "alert/info[1]/severity", "Severe"));
    assert_eq!(with("15:06:00+08:00", "15:06:00Z"), of("cap_value", 5, "alert/sent", "2026-08-09T15:06:00Z"));
    assert_eq!(with("15:06:00+08:00", "25:06:00+08:00").0, "cap_value");
    assert_eq!(with("<event>", "<reference>x</reference><event>"), of("cap_element", 13, "alert/info[1]", "reference"));
    assert_eq!(with("<event>", "<event>a</event><event>").0, "cap_element", "twice");
    assert_eq!(with("<category>", "<category x=\"1\">"), of("cap_attribute", 12, "alert/info[1]/category[1]", "x"));
    assert_eq!(with("<info>", "<info>text"), of("cap_text", 10, "alert/info[1]", "text"));
    assert_eq!(with("cap:1.2", "cap:1.1").0, "cap_version");
    assert_eq!(with("<language>zh-CN", "<language>中文").0, "cap_value");
    assert_eq!(fault("<gpx xmlns=\"x\"/>"), of("cap_not_cap", 1, "gpx", "gpx"));
    assert_eq!(with("</info>", "").0, "cap_not_xml");
    assert_eq!(with("<event>", "<x:event>").0, "cap_not_xml");
    assert_eq!(fault("").0, "cap_not_xml");
    assert_eq!(with("示例", "\u{1}").0, "cap_not_xml");
    assert_eq!(with("示例", "&#1;").0, "cap_not_xml");
}

#[test]
fn document_types_entities_depth_and_size_are_bounded() {
    let text = message();
    let declared = |inner: &str| text.replacen("?>\n", &format!("?>\n<!DOCTYPE alert [{inner}]>\n"), 1);
    assert_eq!(fault(&declared("")).0, "cap_dtd");
    let mut laughs = String::from("<!ENTITY a0 \"ha\">");
    for level in 1..30_u32 {
        laughs.push_str(&format!("<!ENTITY a{level} \"&a{0};&a{0};\">", level - 1));
    }
    let bomb = declared(&laughs).replacen("示例数据", "&a29;", 1);
    assert_eq!(fault(&bomb), ("cap_dtd", 2, String::new(), "DOCTYPE".to_owned()));
    let entity = text.replacen("示例数据", "&who;", 1);
    assert_eq!(fault(&entity), ("cap_entity", 9, "alert/note".to_owned(), "who".to_owned()));
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(fault(&deep).0, "cap_too_deep");
    let large = vec![b' '; MAX_BYTES + 1];
    assert_eq!(read(&large).unwrap_err().code, "cap_too_large");
}

#[test]
fn shapes_have_latitude_first_and_close() {
    let polygon = polygon_of("28.9,119.4 28.9,119.5 29,119.5 28.9,119.4").unwrap();
    assert_eq!(polygon.exterior().0[1], geo_types::coord! { x: 119.5, y: 28.9 });
    assert_eq!(polygon_of(&polygon_text(&polygon)), Ok(polygon));
    assert_eq!(polygon_of("119.4,28.9 119.5,28.9 119.5,29 119.4,28.9"), Err(BadShape::Numbers));
    assert_eq!(polygon_of("28.9,119.4 28.9,119.5 29,119.5"), Err(BadShape::Open));
    assert_eq!(polygon_of("28.9,119.4 28.9,119.5 29,119.5 29,119.4"), Err(BadShape::Open));
    assert_eq!(polygon_of("28,119 29,120 29,119 28,120 28,119"), Err(BadShape::Unsound));
    assert_eq!(polygon_of("a,b"), Err(BadShape::Numbers));
    let circle = circle_of("28.9,119.4 10").unwrap();
    assert_eq!(circle.exterior().0.len(), 73);
    let centre = crate::domain::place::Position::new(119.4, 28.9).unwrap();
    for corner in circle.exterior() {
        let at = crate::domain::place::Position::new(corner.x, corner.y).unwrap();
        assert!((crate::domain::place::distance_m(centre, at) - 10_000.0).abs() < 0.01);
    }
    assert_eq!(circle_of(&circle_text(centre, 10_000.0)), Some(circle));
    assert_eq!((circle_of("28.9,119.4 0"), circle_of("28.9,119.4"), circle_of("1,2 3 4")), (None, None, None));
}

#[test]
fn moments_are_read_with_their_offset() {
    let at = |text: &str| moment(text).map(|time| time.to_string());
    assert_eq!(at("2003-06-17T14:57:00-07:00").as_deref(), Some("2003-06-17T21:57:00Z"));
    assert_eq!(at(" 2026-08-09T24:00:00+08:00 ").as_deref(), Some("2026-08-09T16:00:00Z"));
    for wrong in
        ["2026-08-09T15:06:00", "2026-8-9T15:06:00+08:00", "2026-02-30T15:06:00+08:00", "2026-08-09T15:06:00+14:01", ""]
    {
        assert_eq!(at(wrong), None, "{wrong}");
    }
    let time = moment("2026-08-09T15:06:00+08:00").unwrap();
    assert_eq!(written(time), "2026-08-09T15:06:00+08:00");
}

fn words() -> impl Strategy<Value = String> {
    // Whatever XML can hold; line ends are read as one.
    "[ -~\u{80}-\u{d7ff}\t\n\r]{0,20}"
}

fn pairs() -> impl Strategy<Value = Vec<Pair>> {
    prop::collection::vec((words(), words()).prop_map(|(name, value)| Pair { name, value }), 0..3)
}

fn times() -> impl Strategy<Value = String> {
    (0_i64..4_000_000_000).prop_map(|second| written(jiff::Timestamp::from_second(second).unwrap()))
}

fn areas() -> impl Strategy<Value = Area> {
    let shape = (-80.0..80.0_f64, -170.0..170.0_f64, 0.001..5.0_f64)
        .prop_map(|(lat, lon, size)| format!("{lat},{lon} {lat},{0} {1},{0} {lat},{lon}", lon + size, lat + size));
    (words(), prop::collection::vec(shape, 0..3), pairs()).prop_map(|(description, polygons, geocodes)| Area {
        description,
        polygons,
        circles: Vec::new(),
        geocodes,
    })
}

fn infos() -> impl Strategy<Value = Info> {
    let texts = (words(), prop::option::of(words()), prop::option::of(words()), prop::option::of(words()));
    let rest = (pairs(), pairs(), prop::option::of(times()), prop::collection::vec(areas(), 0..3));
    (texts, rest).prop_map(
        |((event, headline, description, instruction), (event_codes, parameters, expires, areas))| Info {
            language: Some("zh-CN".into()),
            categories: vec!["Met".into(), "Geo".into()],
            event,
            urgency: "Immediate".into(),
            severity: "Minor".into(),
            certainty: "Observed".into(),
            event_codes,
            onset: expires.clone(),
            effective: None,
            expires,
            sender_name: None,
            headline,
            description,
            instruction,
            parameters,
            areas,
        },
    )
}

proptest! {
    #[test]
    fn any_message_is_read_back_as_it_was(
        identifier in words(), sent in times(), note in prop::option::of(words()),
        infos in prop::collection::vec(infos(), 0..3),
    ) {
        let alert = Alert {
            identifier,
            sender: "330702".into(),
            sent,
            status: "Exercise".into(),
            msg_type: "Update".into(),
            scope: "Private".into(),
            note,
            references: None,
            infos,
        };
        prop_assert_eq!(read(write(&alert).as_bytes()), Ok(alert));
    }

    #[test]
    fn garbage_is_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn a_message_with_any_byte_changed_is_a_message_or_an_error(at in 0_usize..1200, byte in any::<u8>()) {
        let mut bytes = message().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}
