//! Warning signals: those of the flood, and one of a year ago that was lifted.

use crate::demo::{build::Build, register::Draft};

/// Who issues them here.
const ISSUER: &str = "婺城区气象台（示例）";

/// A warning's own words.
struct Words {
    name: &'static str,
    sort: &'static str,
    color: &'static str,
    text: &'static str,
    instruction: &'static str,
}

/// In both moments.
pub(super) fn past(build: &mut Build) {
    let words = Words {
        name: "台风蓝色预警",
        sort: "typhoon",
        color: "blue",
        text: "受台风外围影响，预计24小时内我区平均风力6级以上，阵风8级以上。",
        instruction: "加固门窗、围板、棚架、广告牌等，停止露天集体活动。",
    };
    let issued = 330 * 1_440;
    let draft = warning(build, &words, issued, -(issued - 1_440));
    let lifted = build.minutes_ago(issued - 1_300);
    build.register.put(draft.set("status", "lifted").set("status_time", lifted));
}

/// Of the flood: wind over the whole district, rain over two southern townships, and what rain may loosen there.
pub(super) fn flood(build: &mut Build) {
    let wind = Words {
        name: "台风橙色预警",
        sort: "typhoon",
        color: "orange",
        text: "预计12小时内我区平均风力可达10级以上，阵风12级以上，过程雨量100—180毫米。",
        instruction: "停止室内外大型集会和户外作业，人员留在安全处，加固或拆除易被风吹动的搭建物。",
    };
    let draft = warning(build, &wind, 190, 530);
    build.register.put(draft);
    let rain = Words {
        name: "暴雨红色预警",
        sort: "rainstorm",
        color: "red",
        text: "沙畈乡、塔石乡过去3小时雨量已超过80毫米，预计未来3小时仍有50毫米以上降水，山洪和地质灾害风险很高。",
        instruction: "转移危险区人员，停课停业，切断低洼地带有危险的室外电源。",
    };
    let draft = warning(build, &rain, 42, 138).set("areas", "沙畈乡、塔石乡").set("area_basis", "townships");
    build.register.put(draft);
    let slides = Words {
        name: "地质灾害黄色预警",
        sort: "geological",
        color: "yellow",
        text: "受持续降雨影响，南部山区发生地质灾害的可能性较大。",
        instruction: "加强隐患点巡查，做好受威胁群众转移准备。",
    };
    let towns = "沙畈乡、塔石乡、箬阳乡、莘畈乡、琅琊镇";
    let draft = warning(build, &slides, 260, 640).set("areas", towns).set("area_basis", "townships");
    build.register.put(draft);
}

/// A warning issued so many minutes ago that holds for so many more.
fn warning(build: &Build, words: &Words, issued: i64, left: i64) -> Draft {
    Draft::new("warning_signal")
        .set("name", words.name)
        .set("signal_kind", words.sort)
        .set("color", words.color)
        .set("status", "active")
        .set("status_time", build.minutes_ago(issued))
        .set("issuer", ISSUER)
        .set("issued", build.minutes_ago(issued))
        .set("valid_until", build.minutes_ago(-left))
        .set("headline", format!("婺城区气象台发布{}（示例）", words.name))
        .set("text", words.text)
        .set("instruction", words.instruction)
        .set("note", "示例数据，不是真实预警")
}
