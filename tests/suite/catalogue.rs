//! The shipped catalogue keeps its own rules.

use std::collections::{BTreeMap, BTreeSet};

use sitmap::{
    domain::catalogue::{Catalogue, FieldType, Lang},
    io::assets::{shipped_catalogue, words},
};

/// The kinds that the issue of the first version names.
const PROMISED: &str = "shelter refuge_site village township grid danger_zone danger_area transfer move_report safety_check reservoir pond \
    gauge rain_station warning_device dike forest_zone lookout water_point enterprise checkup_station major_hazard \
    pipeline rescue_team fire_brigade depot stock_item device camera township_center responsible_person unit emergency_plan \
    training_hall model_community inundation_area release_notice warning_signal hospital school guarded_place road_closure closed_stretch closed_area incident hazard task response response_trigger level_task log_entry drill \
    district relief built_up river water road place_name plot_point plot_line plot_area";

fn shipped() -> Catalogue {
    let (catalogue, problems) = Catalogue::read(&shipped_catalogue());
    assert_eq!(problems, []);
    catalogue
}

#[test]
fn every_promised_kind_ships_in_a_file_of_its_name() {
    let catalogue = shipped();
    let found: BTreeSet<&str> = catalogue.kinds().map(|kind| kind.id.as_str()).collect();
    let promised: BTreeSet<&str> = PROMISED.split_whitespace().collect();
    assert_eq!(found, promised);
    let files: BTreeSet<String> = shipped_catalogue().into_iter().map(|source| source.name).collect();
    for kind in found {
        assert!(files.contains(&format!("{kind}.toml")), "{kind}");
    }
}

#[test]
fn names_are_short_marks_are_unique_in_their_frame_and_nothing_is_blank() {
    let catalogue = shipped();
    let (mut marks, mut twice) = (BTreeSet::new(), Vec::new());
    for kind in catalogue.kinds() {
        assert!(kind.zh.chars().count() <= 8, "{}", kind.zh);
        assert!(kind.en.len() <= 28 && !kind.en.is_empty(), "{}", kind.en);
        if !marks.insert(kind.symbol.mark.clone()) {
            twice.push(kind.symbol.mark.clone());
        }
        for field in &kind.fields {
            assert!((1..=8).contains(&field.zh.chars().count()), "{} {}", kind.id, field.zh);
            assert!(!field.en.is_empty(), "{} {}", kind.id, field.id);
            assert_eq!(field.unit_zh.is_some(), field.unit_en.is_some(), "{} {}", kind.id, field.id);
            for choice in &field.choices {
                assert!(!choice.zh.is_empty() && !choice.en.is_empty(), "{} {}", kind.id, choice.id);
            }
        }
    }
    assert!(twice.is_empty(), "marks of two kinds: {twice:?}");
}

#[test]
fn color_rules_name_choices_that_exist() {
    let catalogue = shipped();
    for kind in catalogue.kinds() {
        let Some(rule) = &kind.color else { continue };
        let field = kind.field(rule.field.as_str()).unwrap();
        for tone in &rule.rules {
            if let (Some(is), FieldType::Choice) = (&tone.is, field.field_type) {
                // A task is overdue, a zone active: every rule must be reachable.
                assert!(field.choice(is).is_some(), "{} {is}", kind.id);
            }
        }
    }
}

#[test]
fn no_heading_means_two_fields_of_one_kind() {
    let catalogue = shipped();
    let mut twice = Vec::new();
    for kind in catalogue.kinds() {
        let mut meant = BTreeMap::new();
        for field in &kind.fields {
            let headings: BTreeSet<&str> =
                field.aliases.iter().map(String::as_str).chain([field.zh.as_str(), field.id.as_str()]).collect();
            for heading in headings {
                if let Some(other) = meant.insert(heading, field.id.as_str()) {
                    twice.push(format!("{}: {heading} means {other} and {}", kind.id, field.id));
                }
            }
        }
    }
    assert!(twice.is_empty(), "\n{}", twice.join("\n"));
}

#[test]
fn the_headings_of_the_real_shelter_list_and_of_the_transfer_template_are_known() {
    let catalogue = shipped();
    let known = |kind: &str, heading: &str| {
        let kind = catalogue.kind(kind).unwrap();
        kind.fields.iter().any(|field| field.zh == heading || field.aliases.iter().any(|alias| alias == heading))
    };
    let shelter = "县市及乡镇市区 村里 避难收容处所地址 避难收容处所名称 预计收容村里 预计收容人数 适用灾害类别 管理人姓名 \
        管理人电话 室内 室外 适合避难弱者安置";
    for heading in shelter.split_whitespace() {
        assert!(known("shelter", heading), "{heading}");
    }
    let transfer = "行政村 危险区名称 危险区类型 位置 户主 居住人数 户主手机 转移责任人 转移责任人职务 转移责任人手机 \
        预警责任人 预警责任人职务 预警责任人手机 避灾场所 有无安全鉴定 避灾场所管理员 避灾场所管理员手机 备注";
    for heading in transfer.split_whitespace() {
        assert!(known("transfer", heading), "{heading}");
    }
}

#[test]
fn the_grid_has_the_seventeen_types_and_personal_fields_are_marked() {
    let catalogue = shipped();
    let types = &catalogue.kind("grid").unwrap().field("grid_type").unwrap().choices;
    assert_eq!(types.iter().filter(|choice| choice.id != "general").count(), 17);
    for kind in catalogue.kinds() {
        for field in &kind.fields {
            let about_a_person = ["phone", "household_head", "manager", "leader", "keeper", "custodian", "guard"];
            if about_a_person.contains(&field.id.as_str()) {
                assert!(field.personal, "{} {}", kind.id, field.id);
            }
        }
    }
}

#[test]
fn every_catalogue_problem_has_words_in_both_languages() {
    let codes = "bad-id no-words field-twice no-choices bad-choice no-link link-unknown no-group \
        summed-not-integer empty-range no-field type-change geometry-change";
    for lang in [Lang::Zh, Lang::En] {
        let words = words(lang);
        for code in codes.split_whitespace() {
            assert!(words.has(&format!("problem-catalogue-{code}")), "{code}");
        }
    }
}
