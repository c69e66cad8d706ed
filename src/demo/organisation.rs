//! The organisation, and its plans: invented persons in the frame that the district's rules give. One liaison is missing, one
//! entry is old and some plans are past their review, so that gaps are seen.

use crate::{
    demo::{
        build::{Build, of_town},
        register::Draft,
        rng::Rng,
        shelters::base,
        towns::TOWNS,
    },
    domain::model::{ObjectRef, Value},
};

/// Four headquarters: name, hazards.
const HEADQUARTERS: [(&str, &str); 4] = [
    ("区防汛防台抗旱指挥部", "typhoon,flood,geological,drought,snow"),
    ("区森林防灭火指挥部", "forest_fire"),
    ("区抗震救灾指挥部", "earthquake"),
    ("区生产安全事故应急指挥部", "work_safety,water_rescue"),
];
/// The units that lead the nine business lines.
const LINES: [(&str, &str); 9] = [
    ("区人武部", "armed_forces"),
    ("区消防救援大队", "fire"),
    ("区民政局", "civil_affairs"),
    ("区水利局", "water"),
    ("区林业局", "forestry"),
    ("自规分局", "natural_resources"),
    ("区气象台", "meteorology"),
    ("区地震办", "earthquake"),
    ("区应急管理局", "work_safety"),
];
/// The six safety committees.
const COMMITTEES: [&str; 6] = ["道路交通", "消防", "工矿及危化品", "市场商贸", "文教卫", "城市运行和建设施工"];
/// Plans of the district: name, hazards.
const PLANS: [(&str, &str); 6] = [
    ("突发公共事件总体应急预案", ""),
    ("防汛防台抗旱应急预案", "typhoon,flood,drought"),
    ("森林火灾应急预案", "forest_fire"),
    ("地质灾害应急预案", "geological"),
    ("地震应急预案", "earthquake"),
    ("生产安全事故应急预案", "work_safety"),
];

pub(super) fn add(build: &mut Build) {
    let mut rng = build.rng("unit");
    let committee = unit(build, &mut rng, Draft::new("unit"), ("区应急管理委员会", "committee", "主任"), None);
    let mut flood = None;
    for (name, hazards) in HEADQUARTERS {
        let draft = Draft::new("unit").set("hazards", hazards);
        let made = unit(build, &mut rng, draft, (name, "headquarters", "指挥"), Some(&committee));
        flood.get_or_insert(made);
    }
    for (name, line) in LINES {
        let draft = Draft::new("unit").set("business_line", line);
        let made = unit(build, &mut rng, draft, (name, "line", "分管领导"), flood.as_ref());
        if line == "earthquake" {
            build.register.change(&made, "liaison", Value::Null);
            build.register.change(&made, "liaison_phone", Value::Null);
        }
        if line == "forestry" {
            let long_ago = build.day(260);
            build.register.change(&made, "checked_on", long_ago);
        }
    }
    for field in COMMITTEES {
        let name = format!("{field}安全专业委员会");
        unit(build, &mut rng, Draft::new("unit"), (&name, "special_committee", "主任"), Some(&committee));
    }
    for (at, town) in TOWNS.iter().enumerate().filter(|(_, town)| !town.zone_run) {
        let name = format!("{}应急工作机制", base(town.name));
        let draft = of_town("unit", at).set("composition", "1+X+3（组成由本区填写）");
        unit(build, &mut rng, draft, (&name, "township", "分管副职"), Some(&committee));
        plan(
            build,
            &mut rng,
            of_town("emergency_plan", at),
            (&format!("{}防汛防台应急预案", base(town.name)), "typhoon,flood"),
            "township",
        );
    }
    for (name, hazards) in PLANS {
        plan(build, &mut rng, Draft::new("emergency_plan"), (name, hazards), "district");
    }
}

fn unit(
    build: &mut Build,
    rng: &mut Rng,
    draft: Draft,
    (name, kind, title): (&str, &'static str, &'static str),
    parent: Option<&ObjectRef>,
) -> ObjectRef {
    let draft = draft
        .set("name", name)
        .set("unit_kind", kind)
        .set("parent", parent.map(|parent| parent.uid.to_string()))
        .set("duty_phone", build.duty_phone(rng))
        .set("leader_title", title)
        .set("leader", build.person())
        .set("leader_phone", build.phone(rng))
        .set("liaison", build.person())
        .set("liaison_phone", build.phone(rng))
        .set("checked_on", build.day(rng.int(5, 150)));
    build.register.put(draft)
}

fn plan(build: &mut Build, rng: &mut Rng, draft: Draft, (name, hazards): (&str, &'static str), level: &'static str) {
    let approved = rng.int(60, 1_200);
    // A plan is reviewed every three years; a few have not been.
    let draft = draft
        .set("name", name)
        .set("plan_level", level)
        .set("hazards", (!hazards.is_empty()).then_some(hazards))
        .set("version", "示例版")
        .set("approved_on", build.day(approved))
        .set("review_due", build.day(approved - 3 * 365))
        .set("attachment", format!("预案/{name}.pdf"));
    build.register.put(draft);
}
