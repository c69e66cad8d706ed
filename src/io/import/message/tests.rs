use proptest::prelude::*;

use super::*;
use crate::domain::model::Figures;

mod wellformed;

fn places() -> Places {
    let villages = [
        ("白龙桥镇", "叶店村"),
        ("白龙桥镇", "周村"),
        ("琅琊镇", "周村"),
        ("沙畈乡", "辽头村"),
        ("城东街道", "中村社区"),
        ("罗埠镇", "大安村"),
    ];
    let towns = ["白龙桥镇", "琅琊镇", "沙畈乡", "城东街道", "三江街道", "罗埠镇", "长山乡", "长山镇"];
    Places::new(towns, villages)
}

fn now() -> Timestamp {
    "2026-06-20T19:00:00+08:00".parse().unwrap()
}

fn clock(text: &str) -> Timestamp {
    format!("2026-06-20T{text}:00+08:00").parse().unwrap()
}

fn read(text: &str) -> Recognised {
    recognise(text, &places(), now())
}

fn codes(recognised: &Recognised) -> Vec<&str> {
    recognised.problems.iter().map(|problem| problem.code).collect()
}

/// The one report of a text that has nothing wrong with it.
fn one(text: &str) -> MoveReport {
    let read = read(text);
    assert_eq!(read.problems, [], "{text}");
    let [one] = read.reports.as_slice() else { panic!("{text}: {read:?}") };
    one.report.clone()
}

fn figures(said: &[(Figure, i64)]) -> Figures {
    said.iter().fold(Figures::default(), |figures, (figure, value)| figures.with(*figure, *value))
}

#[test]
fn a_message_as_townships_write_it_is_read_whole() {
    let text = "白龙桥镇：应转移1200人，已转移800人（集中安置500人，投亲靠友300人），拒转2人，在途50人，开放避灾点6个，截至18:30";
    let report = one(text);
    assert_eq!((report.township.as_str(), report.village.as_deref()), ("白龙桥镇", None));
    assert_eq!(report.reported_at, Some(clock("18:30")));
    let wanted = [
        (Figure::Ordered, 1200),
        (Figure::Moved, 800),
        (Figure::AtShelter, 500),
        (Figure::WithRelatives, 300),
        (Figure::Refused, 2),
        (Figure::Moving, 50),
        (Figure::SheltersOpen, 6),
    ];
    assert_eq!(report.figures, figures(&wanted));
    assert!(!report.approximate && !report.acknowledged);
    assert_eq!(report.text.as_deref(), Some(text));
    let words = &read(text).reports[0].words;
    assert_eq!(words[1].text, "应转移1200人");
    assert_eq!(words[2].meaning, Meaning::Figure { figure: Figure::Moved, value: 800, about: false });
}

#[test]
fn short_forms_spaces_and_names_without_their_ending_are_read() {
    let report = one("琅琊镇 应转 320 已转 310 集中 200 投亲 110");
    let wanted = [(Figure::Ordered, 320), (Figure::Moved, 310), (Figure::AtShelter, 200), (Figure::WithRelatives, 110)];
    assert_eq!(report.figures, figures(&wanted));
    let placed = one("琅琊镇：应转移安置320人，实际已转移310人，集中安置点安置200人");
    assert_eq!(placed.figures.get(Figure::AtShelter), Some(200));
    assert_eq!(one("琅琊 应转320 已转310").township, "琅琊镇");
    assert_eq!(one("城东：目前已转移共计30人").township, "城东街道");
    assert_eq!(
        one("沙畈乡人民政府报告：应转移５００人，已转１，２００".split('，').next().unwrap())
            .figures
            .get(Figure::Ordered),
        Some(500)
    );
}

#[test]
fn numbers_are_read_in_every_form() {
    for (text, value, about) in [
        ("1.2万", 12_000, false),
        ("1.2万余人", 12_000, true),
        ("１２００人", 1_200, false),
        ("1,200人", 1_200, false),
        ("约800人", 800, true),
        ("800余人", 800, true),
        ("800多名群众", 800, true),
        ("800人左右", 800, true),
        ("三百二十人", 320, false),
        ("三百二", 320, false),
        ("三百零二人", 302, false),
        ("一万二千", 12_000, false),
        ("两千余人", 2_000, true),
        ("十五人", 15, false),
        ("3千人", 3_000, false),
        ("无", 0, false),
        ("0", 0, false),
        ("300户800人", 800, false),
        ("300户、800人", 800, false),
    ] {
        let report = one(&format!("沙畈乡：应转移{text}"));
        assert_eq!((report.figures.get(Figure::Ordered), report.approximate), (Some(value), about), "{text}");
    }
    for (text, code) in [
        ("800.5人", "message_number"),
        ("-5人", "message_number"),
        ("800/1200", "message_number"),
        ("800-900人", "message_number"),
        ("99999999人", "message_number"),
        ("99999999999999999999999人", "message_number"),
        ("一二三人", "message_number"),
        ("80%", "message_unit"),
        ("300户", "message_unit"),
        ("500人次", "message_unit"),
        ("5车", "message_unit"),
        ("6个", "message_unit"),
        ("若干人", "message_no_number"),
        ("", "message_no_number"),
    ] {
        let read = read(&format!("沙畈乡：应转移{text}，已转移3人"));
        assert_eq!(codes(&read), [code], "{text}");
        assert_eq!(read.reports[0].report.figures, figures(&[(Figure::Moved, 3)]), "{text}: what is clear counts");
    }
}

#[test]
fn several_townships_and_villages_under_a_heading_are_told_apart() {
    for text in [
        "白龙桥镇 应转120 已转80\n琅琊镇：应转320，已转310",
        "白龙桥镇应转120已转80；琅琊应转320，已转310",
        "白龙桥镇应转120已转80\n【琅琊镇】应转320，已转310",
        "白龙桥镇应转120，已转80【琅琊镇】应转320（已转310）",
        "白龙桥镇应转120，已转80；（琅琊镇）应转320，已转310",
        "1、白龙桥镇：应转120，已转80。2、琅琊镇：应转320，已转310。",
        "白龙桥镇：\n应转移120人\n已转移80人\n琅琊镇：\n应转移320人\n已转移310人",
    ] {
        let read = read(text);
        let found: Vec<_> = read.reports.iter().map(|one| (one.report.township.as_str(), one.report.figures)).collect();
        let wanted = [("白龙桥镇", 120, 80), ("琅琊镇", 320, 310)]
            .map(|(town, ordered, moved)| (town, figures(&[(Figure::Ordered, ordered), (Figure::Moved, moved)])));
        assert_eq!(found, wanted, "{text}");
    }
    let read = read("白龙桥镇：已转移50人（其中叶店村已转30人，周村已转20人），拒转2人\n琅琊镇\n周村 已转7人");
    assert_eq!(read.problems, []);
    let found: Vec<_> = read
        .reports
        .iter()
        .map(|one| (one.report.township.as_str(), one.report.village.as_deref(), one.report.figures))
        .collect();
    let moved = |people| figures(&[(Figure::Moved, people)]);
    let town = figures(&[(Figure::Moved, 50), (Figure::Refused, 2)]);
    let wanted = [
        ("白龙桥镇", None, town),
        ("白龙桥镇", Some("叶店村"), moved(30)),
        ("白龙桥镇", Some("周村"), moved(20)),
        ("琅琊镇", Some("周村"), moved(7)),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn an_acknowledgement_is_read_and_a_request_for_one_is_not() {
    for text in ["白龙桥镇收到", "收到，白龙桥镇", "白龙桥镇：已收到指令", "白龙桥镇 收到！", "白龙桥镇：\n收到指令"]
    {
        let report = one(text);
        assert!(report.acknowledged && report.figures.is_empty(), "{text}");
    }
    for text in ["白龙桥镇收到请回复", "白龙桥镇未收到", "白龙桥镇：没收到指令"] {
        let read = read(text);
        assert!(read.reports.is_empty(), "{text}");
        assert_eq!(codes(&read).last(), Some(&"message_not_understood"), "{text}");
    }
    assert!(one("沙畈乡收到，应转30").acknowledged);
}

#[test]
fn times_are_of_today_in_beijing_and_doubtful_ones_are_not_used() {
    for (text, wanted) in [
        ("截至18:30", "18:30"),
        ("截止18时30分", "18:30"),
        ("截至下午6点半", "18:30"),
        ("截至今天下午六点半", "18:30"),
        ("18：30", "18:30"),
        ("时间：6月20日18时", "18:00"),
        ("2026-06-20 18:30", "18:30"),
        ("截至中午12点", "12:00"),
        ("截至上午9点", "09:00"),
        ("截至9时", "09:00"),
    ] {
        let report = one(&format!("沙畈乡：应转移5人，{text}"));
        assert_eq!(report.reported_at, Some(clock(wanted)), "{text}");
    }
    for (text, code) in [
        ("截至23:50", "message_time_future"),
        ("截至25:10", "message_time"),
        ("截至18:75", "message_time"),
        ("截至6点半", "message_time_half"),
        ("截至晚上12点", "message_time_half"),
    ] {
        let read = read(&format!("沙畈乡：应转移5人，{text}"));
        assert_eq!(codes(&read), [code], "{text}");
        assert_eq!((read.reports[0].report.reported_at, read.reports[0].time_said), (Some(now()), false), "{text}");
    }
    let late = read("沙畈乡：应转移5人，20:00前转移到位");
    assert_eq!(codes(&late), ["message_not_understood"], "a deadline is no moment of a report");
    let whole = read("截至18:30各乡镇转移情况如下：\n白龙桥镇：应转5\n琅琊镇：应转7，截至18:40");
    let times: Vec<_> = whole.reports.iter().map(|one| one.report.reported_at).collect();
    assert_eq!(times, [Some(clock("18:30")), Some(clock("18:40"))]);
}

#[test]
fn what_is_ambiguous_is_said_and_not_guessed() {
    for (text, code) in [
        ("长山 应转30", "message_place_twice"),
        ("周村 应转30", "message_place_twice"),
        ("白龙桥镇\n大安村 应转30", "message_place_elsewhere"),
        ("应转移300人，已转移200人", "message_no_place"),
        ("兰花镇：应转移300人", "message_not_understood"),
        ("兰花镇：应转移300人，已转移20人", "message_no_place"),
        ("兰花镇应转移300人", "message_not_understood"),
        ("白龙桥镇 三百二", "message_not_understood"),
        ("下周村应转30", "message_not_understood"),
        ("你好，今晚有雨", "message_nothing"),
        ("  \n ", "message_empty"),
    ] {
        let read = read(text);
        assert!(read.reports.is_empty(), "{text}: {read:?}");
        assert!(codes(&read).contains(&code), "{text}: {:?}", codes(&read));
    }
    for (text, code, piece) in [
        ("白龙桥镇 应转120 应转130 已转5", "message_two_numbers", "应转120 / 应转130"),
        ("白龙桥镇 已转移800人，集中500人，投亲200人", "message_sum", "已转移800人，集中500人，投亲200人"),
        ("白龙桥镇 应转100，已转120", "message_over_ordered", "应转100，已转120"),
        ("白龙桥镇 应转100，已转20，待转70", "message_rest", "应转100，已转20，待转70"),
        ("白龙桥镇 应转100，已转20到小学", "message_unit", "已转20到小学"),
        ("白龙桥镇 应转100\n兰花镇：已转20", "message_not_understood", "兰花镇：已转20"),
        ("白龙桥镇 应转100\n兰花镇：已转20，拒转2", "message_no_place", "拒转2"),
        ("白龙桥镇 应转100\n合计：应转500", "message_total", "应转500"),
        ("白龙桥镇 应转100，（琅琊镇）已转20", "message_no_place", "已转20"),
        ("白龙桥镇 应转30（叶店村），拒转2", "message_no_place", "拒转2"),
    ] {
        let read = read(text);
        let found: Vec<_> = read.problems.iter().map(|one| (one.code, one.value.as_deref())).collect();
        assert!(found.contains(&(code, Some(piece))), "{text}: {found:?}");
        assert_eq!(read.reports.len(), 1, "{text}");
    }
    let two = read("白龙桥镇 应转120 应转130 已转5");
    assert_eq!(two.reports[0].report.figures, figures(&[(Figure::Moved, 5)]), "neither of the two counts");
}

#[test]
fn later_messages_of_a_place_are_reports_of_their_own() {
    let read = read("白龙桥镇 应转100 已转20 截至17:00\n白龙桥镇 应转100 已转60 截至18:00");
    assert_eq!(read.problems, []);
    let moved: Vec<_> = read.reports.iter().map(|one| one.report.figures.get(Figure::Moved)).collect();
    assert_eq!(moved, [Some(20), Some(60)]);
}

#[test]
fn what_says_nothing_of_a_place_leaves_the_rest_of_the_sentence_alone() {
    let read = read("沙畈乡：需转移369人（涉及3个村），已转移183人，预计20:00前转移完毕，拒转：无");
    assert_eq!(codes(&read), ["message_not_understood", "message_not_understood"]);
    let wanted = [(Figure::Ordered, 369), (Figure::Moved, 183), (Figure::Refused, 0)];
    assert_eq!(read.reports[0].report.figures, figures(&wanted));
}

#[test]
fn who_reports_is_kept() {
    assert_eq!(one("沙畈乡：应转移5人，报告人：示例甲").reporter.as_deref(), Some("示例甲"));
}

#[test]
fn rows_of_a_spreadsheet_are_read_by_their_headings() {
    let text = "2026年6月20日\n序号\t乡镇（街道）\t村（社区）\t应转移人数（人）\t已转移人数\t集中安置\t投亲靠友\t截至时间\t备注\n\
        1\t白龙桥镇\t叶店村\t120\t80\t50\t30\t18:30\t\n2\t\t周\t40\t约20\t-\t/\t\t已核\n3\t兰花镇\t\t9\t9\t\t\t\t\n\
        \t合计\t\t160\t100\t\t\t\t";
    let read = read(text);
    let found: Vec<_> = read
        .reports
        .iter()
        .map(|one| {
            (one.report.village.as_deref(), one.report.figures.get(Figure::Moved), one.report.approximate, one.row)
        })
        .collect();
    assert_eq!(found, [(Some("叶店村"), Some(80), false, 3), (Some("周村"), Some(20), true, 4)]);
    assert_eq!(read.reports[0].report.reported_at, Some(clock("18:30")));
    assert!(codes(&read).contains(&"message_place_unknown") && codes(&read).contains(&"message_total"), "{read:?}");
}

#[test]
fn rows_without_headings_are_read_in_the_usual_order_which_is_said() {
    let read = read("白龙桥镇\t1200\t800\t500\t300\n琅琊\t320\t310\t200\t110");
    assert_eq!(codes(&read), ["message_columns_assumed"]);
    assert_eq!(read.problems[0].value.as_deref(), Some("应转移、已转移、集中安置、投亲靠友"));
    assert_eq!(read.reports[1].report.figures.get(Figure::WithRelatives), Some(110));
    let labelled = self::read("白龙桥镇\t应转\t320\t已转\t310");
    assert_eq!(labelled.problems, []);
    assert_eq!(labelled.reports[0].report.figures.get(Figure::Moved), Some(310));
}

#[test]
fn wrong_shapes_are_refused_with_a_sentence() {
    assert_eq!(codes(&read(&"白".repeat(MAX_MESSAGE_BYTES))), ["message_too_long"]);
    assert!(codes(&read("{\"a\": [1, 2]}")).contains(&"message_nothing"));
    assert!(codes(&read("乡镇\t应转移\t应转移人数\n白龙桥镇\t5\t6")).contains(&"message_column_twice"));
    assert!(codes(&read("乡镇\t应转移\t天气\n白龙桥镇\t5\t雨")).contains(&"message_column"));
}
