use super::*;
use crate::domain::catalogue::{Source, parse_kind};

/// A reader for a field given as TOML lines.
fn reader(lines: &str) -> Reader {
    let text = format!(
        "id = \"k\"\nzh = \"类\"\nen = \"Kind\"\ngroup = \"record\"\ngeometry = \"none\"\n\
         symbol = {{ frame = \"plain\", mark = \"类\" }}\n[[field]]\nid = \"f\"\nzh = \"项\"\nen = \"Field\"\n{lines}"
    );
    let kind = parse_kind(&Source { name: "k.toml".to_owned(), text }, &[]).unwrap();
    Reader::new(kind.fields.first().unwrap(), &Fold::new())
}

fn read(lines: &str, text: &str) -> Read {
    reader(lines).read(Cell::of_text(text), &Fold::new())
}

const COLOR: &str = "type = \"choice\"\nchoice = [{ id = \"red\", zh = \"红\", en = \"Red\" }, \
    { id = \"orange\", zh = \"橙\", en = \"Orange\" }, { id = \"yellow\", zh = \"黄\", en = \"Yellow\" }, \
    { id = \"blue\", zh = \"蓝\", en = \"Blue\" }]";
const HAZARDS: &str = "type = \"choices\"\nchoice = [{ id = \"flood\", zh = \"洪水\", en = \"Flood\", aliases = [\"水灾\"] }, \
    { id = \"earthquake\", zh = \"地震\", en = \"Earthquake\", aliases = [\"震灾\"] }]";

#[test]
fn empty_words_are_nothing_and_no_problem() {
    for word in ["无", "暂无", "-", "—", "/", "", "  ", "N/A"] {
        assert_eq!(read("type = \"integer\"", word), good(Value::Null), "{word}");
        assert_eq!(read("type = \"text\"", word), good(Value::Null), "{word}");
    }
}

#[test]
fn whole_numbers_keep_their_range_and_say_when_they_are_rounded() {
    let capacity = "type = \"integer\"\nunit_zh = \"人\"\nmin = 0\nmax = 100000";
    assert_eq!(read(capacity, "约200人"), good(Value::Integer(200)));
    assert_eq!(read(capacity, "0"), good(Value::Integer(0)));
    assert_eq!(read(capacity, "-5"), bad("value_out_of_range"));
    assert_eq!(read(capacity, "很多"), bad("value_not_number"));
    assert_eq!(read(capacity, "12.5").problem, Some("value_rounded"));
    let nan = reader(capacity).read(Cell::Number(f64::NAN), &Fold::new());
    assert_eq!(nan, bad("value_not_number"));
    assert_eq!(reader("type = \"integer\"").read(Cell::Number(1e308), &Fold::new()), bad("value_out_of_range"));
}

#[test]
fn colours_are_read_in_every_listed_spelling() {
    for (id, words) in [
        ("red", ["红", "红色", "重大", "A", "1"]),
        ("orange", ["橙", "橙色", "较大", "Ｂ", "2"]),
        ("yellow", ["黄", "黃色", "一般", "c", "3"]),
        ("blue", ["蓝", "藍色", "低", "D", "４"]),
    ] {
        for word in words {
            assert_eq!(read(COLOR, word), good(Value::from(id)), "{word}");
        }
    }
    assert_eq!(read(COLOR, "紫"), bad("value_not_choice"));
}

#[test]
fn several_choices_keep_the_known_ones() {
    assert_eq!(read(HAZARDS, "震災、水災"), good(Value::from("flood,earthquake")));
    let mixed = read(HAZARDS, "水災,海嘯");
    assert_eq!(mixed, Read { value: Value::from("flood"), problem: Some("value_not_choice") });
}

#[test]
fn phones_are_written_out_and_lost_digits_are_said() {
    let phone = "type = \"text\"\npersonal = true";
    let reader = Reader { phone: true, ..reader(phone) };
    let read = |cell| reader.read(cell, &Fold::new());
    assert_eq!(read(Cell::Text("13800001234.0")), good(Value::from("13800001234")));
    assert_eq!(read(Cell::Number(13_800_001_234.0)), good(Value::from("13800001234")));
    assert_eq!(read(Cell::Text("1.3800001234E+10")), good(Value::from("13800001234")));
    assert_eq!(
        read(Cell::Text("1.38E+10")),
        Read { value: Value::from("13800000000"), problem: Some("phone_rounded") }
    );
    assert_eq!(read(Cell::Text("0579-82200000")), good(Value::from("0579-82200000")));
}

#[test]
fn yes_and_no_are_read_where_no_is_not_nothing() {
    for (word, yes) in
        [("是", true), ("有", true), ("√", true), ("否", false), ("无", false), ("×", false), ("未鉴定", false)]
    {
        assert_eq!(read("type = \"bool\"", word), good(Value::Bool(yes)), "{word}");
    }
    assert_eq!(read("type = \"bool\"", "或许"), bad("value_not_yes_no"));
    assert_eq!(read("type = \"bool\"", "-"), good(Value::Null));
}

#[test]
fn days_are_read_from_serials_numbers_and_text() {
    let day = good(Value::Date("2024-03-05".parse().unwrap()));
    assert_eq!(read("type = \"date\"", "2024年3月5日"), day);
    assert_eq!(read("type = \"date\"", "45356"), day);
    assert_eq!(reader("type = \"date\"").read(Cell::Number(45_356.0), &Fold::new()), day);
    assert_eq!(reader("type = \"date\"").read(Cell::Number(20_240_305.0), &Fold::new()), day);
    assert_eq!(read("type = \"date\"", "明天"), bad("value_not_date"));
    let time = read("type = \"time\"", "2024-03-05 08:00");
    assert_eq!(time, good(Value::Time("2024-03-05T00:00:00Z".parse().unwrap())));
}

#[test]
fn a_curve_must_rise() {
    assert_eq!(read("type = \"curve\"", "[[1,2],[2,5]]"), good(Value::from("[[1.0,2.0],[2.0,5.0]]")));
    assert_eq!(read("type = \"curve\"", "1:2; 2:5"), good(Value::from("[[1.0,2.0],[2.0,5.0]]")));
    assert_eq!(read("type = \"curve\"", "[[2,2],[1,5]]"), bad("value_not_curve"));
}
