//! What a warning's own words say: what it warns of, and its colour.

use super::Colour;

/// What a warning is called, by the words in its event or headline: the first that fits.
const SORTS: [(&str, &[&str]); 12] = [
    ("typhoon", &["台风", "热带气旋", "typhoon", "tropical cyclone", "hurricane"]),
    ("flash_flood", &["山洪", "flash flood"]),
    ("geological", &["地质灾害", "滑坡", "泥石流", "landslide", "mudslide"]),
    ("rainstorm", &["暴雨", "强降水", "强降雨", "heavy rain", "rainstorm"]),
    ("thunder", &["雷", "thunder"]),
    ("forest_fire", &["森林火", "forest fire", "wildfire"]),
    ("snow", &["雪", "snow", "blizzard"]),
    ("cold", &["寒潮", "低温", "cold wave"]),
    ("heat", &["高温", "heat"]),
    ("fog", &["雾", "fog"]),
    ("gale", &["大风", "gale", "strong wind"]),
    ("flood", &["洪", "flood"]),
];

/// After these the colour stands that holds now: 暴雨橙色预警升级为红色.
const CHANGED: [&str; 9] = ["升级为", "升为", "变更为", "更改为", "改为", "降级为", "降为", "调整为", "更新为"];

/// What a text warns of: a choice of `signal_kind`; `None`: it says nothing known.
pub fn kind_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    SORTS.into_iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(id, _)| id)
}

/// The colour that a text says. A sign alone says none (黄山市): it must be called a colour or stand before the word
/// for warning.
pub fn colour_in(text: &str) -> Option<Colour> {
    let after = CHANGED.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max();
    let changed = after.and_then(|at| text.get(at..)).and_then(first);
    changed.or_else(|| first(text))
}

fn first(text: &str) -> Option<Colour> {
    const SIGNS: [(char, Colour); 4] =
        [('红', Colour::Red), ('橙', Colour::Orange), ('黄', Colour::Yellow), ('蓝', Colour::Blue)];
    let said = text.char_indices().find_map(|(at, sign)| {
        let (_, colour) = SIGNS.into_iter().find(|(known, _)| *known == sign)?;
        let rest = text.get(at + sign.len_utf8()..)?;
        let means = ["色", "预警", "警报", "信号"].iter().any(|word| rest.starts_with(word));
        (means || text.chars().count() == 1).then_some(colour)
    });
    said.or_else(|| {
        let lower = text.to_lowercase();
        let mut words = lower.split(|sign: char| !sign.is_alphabetic());
        words.find_map(Colour::of_id)
    })
}
