//! Both languages say the same things, and everything the program says is written down.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{files, root};

/// How a message's id is written in the sources: the text before it, and what the id may start with.
const USES: [(&str, &[&str]); 6] = [
    ("words.get(", &[""]),
    ("words.with(", &[""]),
    ("words().get(", &[""]),
    ("Problem::new(", &["problem-"]),
    ("Label::new(", &["action-", "import-"]),
    ("Refusal::new(", &["refusal-"]),
];

/// The messages of a locale file: id, and the variables it is filled with.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::<String, BTreeSet<String>>::new();
    let mut id = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((name, _)) = line.split_once('=')
        {
            name.trim().clone_into(&mut id);
            messages.entry(id.clone()).or_default();
        }
        for (at, _) in line.match_indices('$') {
            let variable = line[at + 1..].chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
            messages.entry(id.clone()).or_default().insert(variable);
        }
    }
    messages
}

/// The areas that actions are written with, as the sources name them.
fn areas() -> BTreeSet<String> {
    let mut areas = BTreeSet::new();
    for source in files(&["src"], ".rs").iter().filter(|source| !source.path.ends_with("tests.rs")) {
        // A draft or an action is made; a named area stands in a constant.
        for before in ["area: \"", "area: Arc::from(\"", "const AREA: &str = \""] {
            let texts = source.text.split(before).skip(1).filter_map(|rest| rest.split('"').next());
            areas.extend(texts.map(str::to_owned));
        }
    }
    areas
}

#[test]
fn every_area_that_an_action_is_written_with_has_a_name() {
    let areas = areas();
    for known in ["alarm", "demo", "export", "import", "object", "outside", "person", "plot", "restore", "shelter"] {
        assert!(areas.contains(known), "{known} is not found in the sources any more: {areas:?}");
    }
    for file in files(&["assets/locale"], "records.ftl") {
        let known = messages(&file.text);
        let unnamed: Vec<&String> =
            areas.iter().filter(|area| !known.contains_key(&format!("records-area-{area}"))).collect();
        assert!(unnamed.is_empty(), "{}: {unnamed:?}", file.path);
    }
}

#[test]
fn both_languages_have_the_same_messages_filled_with_the_same_things() {
    let mut wrong = Vec::new();
    let chinese = files(&["assets/locale/zh"], ".ftl");
    let english = files(&["assets/locale/en"], ".ftl");
    let names = |sources: &[crate::architecture::Source]| -> Vec<String> {
        sources.iter().map(|source| source.path.rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&chinese), names(&english));
    for (zh, en) in chinese.iter().zip(&english) {
        let (in_zh, in_en) = (messages(&zh.text), messages(&en.text));
        for id in in_zh.keys().chain(in_en.keys()).collect::<BTreeSet<_>>() {
            match (in_zh.get(id), in_en.get(id)) {
                (None, _) => wrong.push(format!("{}: {id} is missing", zh.path)),
                (_, None) => wrong.push(format!("{}: {id} is missing", en.path)),
                (zh_variables, en_variables) if zh_variables != en_variables => {
                    wrong.push(format!("{}: {id} is filled with other things than in Chinese", en.path));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_message_is_defined_twice() {
    let mut homes = BTreeMap::<String, String>::new();
    for source in files(&["assets/locale/zh"], ".ftl") {
        for id in messages(&source.text).into_keys() {
            if let Some(other) = homes.insert(id.clone(), source.path.clone()) {
                panic!("{id} is in {other} and in {}", source.path);
            }
        }
    }
}

#[test]
fn every_message_that_the_sources_name_is_written_down() {
    let known: BTreeSet<String> =
        files(&["assets/locale/zh"], ".ftl").iter().flat_map(|source| messages(&source.text).into_keys()).collect();
    let mut wrong = Vec::new();
    for source in files(&["src"], ".rs") {
        // Tests at a file's end make up ids of their own.
        let text = source.text.split("\n#[cfg(test)]").next().unwrap();
        if source.path.ends_with("/tests.rs") {
            continue;
        }
        // rustfmt may break a chain before the dot and a call after its bracket.
        let joined: String =
            text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace("( ", "(");
        for (before, prefixes) in USES {
            for (at, _) in joined.match_indices(before) {
                let Some(rest) = joined[at + before.len()..].strip_prefix('"') else { continue };
                let Some((id, _)) = rest.split_once('"') else { continue };
                let ids: Vec<String> =
                    prefixes.iter().map(|prefix| format!("{prefix}{}", id.replace('_', "-"))).collect();
                if !ids.iter().any(|id| known.contains(id)) {
                    wrong.push(format!("{}: {} is in no locale file", source.path, ids.join(" or ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(root().join("assets/locale/zh").is_dir());
}
