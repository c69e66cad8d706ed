//! What a writer of messages writes is read back, and what is understood stands in the text.

use super::*;

const TOWNS: [&str; 5] = ["白龙桥镇", "琅琊镇", "沙畈乡", "城东街道", "罗埠镇"];

/// A report as a township may write it.
#[derive(Clone, Debug)]
struct Written {
    town: usize,
    short: bool,
    figures: Figures,
    style: usize,
    minute: Option<i64>,
}

fn number(value: i64, style: usize) -> String {
    match style % 4 {
        1 => value.to_string().chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect(),
        2 if value >= 10_000 && value % 1_000 == 0 => format!("{}.{}万", value / 10_000, value % 10_000 / 1_000),
        3 => chinese(value),
        _ => value.to_string(),
    }
}

/// A number below 100,000 in Chinese.
fn chinese(value: i64) -> String {
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let four = |mut value: i64| {
        let (mut text, mut gap) = (String::new(), false);
        for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = value / unit;
            value %= unit;
            if digit > 0 {
                if gap {
                    text.push('零');
                }
                text.push(digits[digit as usize]);
                text.push_str(name);
            }
            gap = digit == 0 && !text.is_empty();
        }
        text
    };
    match (value / 10_000, value % 10_000) {
        (0, 0) => "零".to_owned(),
        (0, rest) => four(rest),
        (high, 0) => format!("{}万", four(high)),
        (high, rest) => format!("{}万{}{}", four(high), if rest < 1_000 { "零" } else { "" }, four(rest)),
    }
}

impl Written {
    fn text(&self) -> String {
        let words: [[&str; 2]; 9] = [
            ["应转移", "应转"],
            ["已转移", "已转"],
            ["待转移", "未转移"],
            ["在途", "转移途中"],
            ["集中安置", "集中"],
            ["投亲靠友", "投亲"],
            ["拒绝转移", "拒转"],
            ["已返回", "返回"],
            ["开放避灾点", "已开放避灾场所"],
        ];
        let town = TOWNS[self.town];
        let town = if self.short { town.trim_end_matches(['镇', '乡']).trim_end_matches("街道") } else { town };
        let mut parts = Vec::new();
        for (figure, words) in Figure::ALL.into_iter().zip(words) {
            if let Some(value) = self.figures.get(figure) {
                let unit = if figure == Figure::SheltersOpen { "个" } else { "人" };
                let gap = ["", " ", "：", "共"][self.style % 4];
                parts.push(format!("{}{gap}{}{unit}", words[self.style % 2], number(value, self.style)));
            }
        }
        if let Some(minute) = self.minute {
            parts.push(match self.style % 3 {
                0 => format!("截至{}:{:02}", 12 + minute / 60, minute % 60),
                1 => format!("截止{}时{:02}分", 12 + minute / 60, minute % 60),
                _ => format!("截至今天{}：{:02}", 12 + minute / 60, minute % 60),
            });
        }
        format!("{town}{}{}", ["：", " ", "，"][self.style % 3], parts.join(["，", "、", " "][self.style % 3]))
    }
}

fn written() -> impl Strategy<Value = Written> {
    let people = 0..40_000_i64;
    let one = (people.clone(), people, 0..5_000_i64, proptest::array::uniform9(any::<bool>()), 0..12_usize);
    (one, any::<bool>(), proptest::option::of(0..400_i64)).prop_map(|((a, b, rest, said, style), short, minute)| {
        let all = [a + b + rest, a + b, rest, rest / 2, a, b, rest / 3, 7, 6];
        let mut figures = Figures::default();
        for ((figure, value), said) in Figure::ALL.into_iter().zip(all).zip(said) {
            figures.set(figure, said.then_some(value));
        }
        figures.set(Figure::Ordered, Some(a + b + rest));
        Written { town: 0, short, figures, style, minute }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_written_well_is_read_back_exactly(
        mut reports in proptest::collection::vec(written(), 1..5),
        in_one_line in any::<bool>(),
    ) {
        for (town, report) in reports.iter_mut().enumerate() {
            report.town = town;
        }
        let text = reports.iter().map(Written::text).collect::<Vec<_>>().join(if in_one_line { "；" } else { "\n" });
        let read = read(&text);
        prop_assert_eq!(&read.problems, &[], "{}", text);
        prop_assert_eq!(read.reports.len(), reports.len(), "{}", text);
        for (one, written) in read.reports.iter().zip(&reports) {
            prop_assert_eq!(&one.report.township, TOWNS[written.town], "{}", text);
            prop_assert_eq!(one.report.figures, written.figures, "{}", text);
            let time = written.minute.map_or(now(), |minute| {
                clock("12:00").checked_add(jiff::SignedDuration::from_mins(minute)).unwrap()
            });
            prop_assert_eq!(one.report.reported_at, Some(time), "{}", text);
        }
    }

    #[test]
    fn any_text_is_an_answer_and_what_is_understood_stands_in_it(
        text in "([白龙桥琅琊镇城东街道周村应已转移拒集中投亲安置人户个万百十三约余收到截至时点半合计：，。；、（）()\t\n \\-/%:0-9]|应转移|已转移|白龙桥镇|琅琊|周村|乡镇\t|\\PC){0,60}",
    ) {
        let read = read(&text);
        prop_assert!(!read.reports.is_empty() || !read.problems.is_empty());
        for one in &read.reports {
            for word in &one.words {
                for piece in word.text.split(' ').filter(|_| word.text.lines().count() == 1) {
                    prop_assert!(text.contains(piece), "{:?} is not in {:?}", piece, text);
                }
            }
            for figure in Figure::ALL {
                if let Some(value) = one.report.figures.get(figure) {
                    let said = |meant: &Meant| matches!(meant.meaning,
                        Meaning::Figure { figure: said, value: of, .. } if said == figure && of == value);
                    prop_assert!(one.words.iter().any(said), "{:?} {} is nowhere said", figure, value);
                }
            }
        }
        for problem in &read.problems {
            prop_assert!(problem.row.is_none_or(|row| row >= 1));
        }
    }

    #[test]
    fn no_bytes_make_it_fall_over(text in any::<String>()) {
        let _ = read(&text);
    }
}
