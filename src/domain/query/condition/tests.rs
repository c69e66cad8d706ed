use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalogue::{Source, parse_kind},
    model::{Uid, Value},
    query::Comparison,
};

fn kind() -> Kind {
    let text = r#"
        id = "enterprise"
        zh = "企业"
        en = "Enterprise"
        group = "safety"
        geometry = "point"
        symbol = { frame = "hazard", mark = "企" }
        field = [
          { id = "name", zh = "名称", en = "Name", type = "text" },
          { id = "risk_color", zh = "风险等级", en = "Risk", type = "choice", choice = [
            { id = "red", zh = "红", en = "Red" }, { id = "blue", zh = "蓝", en = "Blue" } ] },
          { id = "township", zh = "乡镇（街道）", en = "Township", type = "text" },
          { id = "people", zh = "人数", en = "People", type = "integer", unit_zh = "人", unit_en = "people" },
          { id = "permit", zh = "许可", en = "Is permitted", type = "bool" },
        ]
    "#;
    parse_kind(&Source { name: "enterprise.toml".to_owned(), text: text.to_owned() }, &[]).unwrap()
}

fn holds(text: &str, values: [Value; 5]) -> bool {
    let object = Object { uid: Uid::from_bits(1), kind: "enterprise".into(), geometry: None, values: values.to_vec() };
    Condition::parse(text, &kind()).unwrap().holds(&object)
}

#[test]
fn red_enterprises_of_one_township_are_asked_for_in_words_of_either_language_and_by_ids() {
    let works = |risk: &str, township: &str| ["甲".into(), risk.into(), township.into(), 40.into(), true.into()];
    for text in [
        "risk_color=red and township=白龙桥镇",
        "风险等级 是 红 且 乡镇（街道） 是 白龙桥镇",
        "风险等级是红 且 乡镇（街道）含白龙桥",
        "Risk is Red AND Township is 白龙桥镇",
        "(Risk is Red) and (人数 至少 40 人) and Is permitted is yes and township is 白龙桥镇",
        "risk_color=red and (township=白龙桥镇 or township=\"a and b\")",
    ] {
        assert!(holds(text, works("red", "白龙桥镇")), "{text}");
        assert!(!holds(text, works("blue", "白龙桥镇")), "{text}");
        assert!(!holds(text, works("red", "长山乡")), "{text}");
    }
    assert!(holds("risk_color=red or 乡镇（街道） 是 白龙桥镇", works("blue", "白龙桥镇")));
    assert!(holds("township is not 白龙桥镇", works("blue", "长山乡")));
    assert!(!holds("township is blank", works("blue", "长山乡")));
}

#[test]
fn a_value_of_several_words_needs_no_quotation_marks() {
    let named = |name: &str| [name.into(), Value::Null, Value::Null, Value::Null, Value::Null];
    assert!(holds("name=Iron and", named("Iron and")));
    assert!(holds("name=Old Iron (new) Works", named("Old Iron (new) Works")));
    assert!(holds("name=and and risk_color=", named("and")));
}

#[test]
fn what_is_unclear_is_refused_and_not_guessed() {
    for text in ["name=a and name=b or name=c", "(name=a", "name=\"a", "name=a)"] {
        assert!(matches!(Condition::parse(text, &kind()), Err(BadFilter::Unclear(_))), "{text}");
    }
    assert!(matches!(Condition::parse("name=a and", &kind()), Ok(Condition::One(_))));
    assert!(matches!(Condition::parse("and", &kind()), Err(BadFilter::NoSign(_))));
    assert!(matches!(Condition::parse("people=nan", &kind()), Err(BadFilter::BadValue { .. })));
    let deep = format!("{}name=a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(matches!(Condition::parse(&deep, &kind()), Err(BadFilter::Unclear(_))));
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop::sample::select(Comparison::ALL.to_vec())
}

fn one() -> impl Strategy<Value = Condition> {
    let word =
        prop::sample::select(vec!["and", "or", "是", "不是", "not", "未填", "blank", "\"", "(", ")", "=", "红", "人"]);
    let text = prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,8}",
        "[白龙桥镇 且或（）]{1,8}",
        prop::collection::vec(word, 1..4).prop_map(|words| words.join(" ")),
    ];
    let number =
        prop_oneof![any::<f64>().prop_filter("finite", |n| n.is_finite()), (-1000..1000i32).prop_map(f64::from)];
    let value = (text, number, any::<bool>(), any::<bool>(), 0..5usize);
    (value, comparison()).prop_map(|((text, number, yes, blank, field), comparison)| {
        let value = match field {
            _ if blank && yes => String::new(),
            1 if comparison != Comparison::Contains => if yes { "red" } else { "蓝" }.to_owned(),
            3 => number.to_string(),
            4 => yes.to_string(),
            _ => format!("\"{}\"", text.trim().replace('"', "\"\"")),
        };
        Condition::One(Filter::of(&kind(), field, comparison, &value).unwrap())
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    one().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::All),
            prop::collection::vec(inner, 2..4).prop_map(Condition::Any),
        ]
    })
}

proptest! {
    #[test]
    fn a_condition_says_itself_in_every_spelling_so_that_it_is_read_back_the_same(said in condition()) {
        for spelling in [Notation::Ids, Notation::Words(Lang::Zh), Notation::Words(Lang::En)] {
            let text = said.text(&kind(), spelling);
            prop_assert_eq!(Condition::parse(&text, &kind()), Ok(said.clone()), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(text in "\\PC{0,40}") {
        let _ = Condition::parse(&text, &kind());
    }
}
