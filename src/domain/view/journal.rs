//! The journal in words: what happened, when, by whom.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;

use crate::domain::{
    edit::{Intent, Label},
    model::Uid,
    view::{Words, format},
};

/// What happened, as the store tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// Its place in the journal.
    pub sequence: u64,
    /// Which action it was.
    pub uid: Uid,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: Arc<str>,
    /// What it is called.
    pub label: Label,
    /// Something new, an undo or a redo.
    pub intent: Intent,
    /// How many edits it made.
    pub edits: u64,
    /// Whether it was taken back since.
    pub undone: bool,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalLine {
    /// Its place in the journal.
    pub sequence: u64,
    /// When, Beijing time.
    pub time: String,
    /// What.
    pub what: String,
    /// Who, and how much it changed.
    pub who: String,
    /// Whether it was taken back since.
    pub undone: bool,
}

/// An action's name in words: 登记安置 43 人：白龙桥镇中心小学.
pub fn label(label: &Label, words: &Words) -> String {
    let args: Vec<(&str, &str)> = label.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    words.with(&format!("action-{}", label.id), &args)
}

/// The journal's lines, in the order given.
pub fn journal(happened: &[Happened], now: Timestamp, words: &Words) -> Vec<JournalLine> {
    happened.iter().map(|one| line(happened, one, now, words)).collect()
}

/// What undo would take back, by name: the actor's latest action that stands. The latest comes first in
/// `happened`.
pub fn undo_name(happened: &[Happened], actor: &str, words: &Words) -> Option<String> {
    let mut taken = BTreeSet::new();
    // What changed nothing cannot be taken back.
    let own = happened.iter().filter(|one| one.actor.as_ref() == actor && one.edits > 0);
    for one in own {
        match one.intent {
            Intent::Undo(of) => {
                taken.insert(of);
            }
            Intent::Do | Intent::Redo(_) if !taken.contains(&one.uid) => return Some(base(happened, one, words)),
            Intent::Do | Intent::Redo(_) => {}
        }
    }
    None
}

/// What redo would do again, by name: what the actor's latest undo took back, unless something new was done.
pub fn redo_name(happened: &[Happened], actor: &str, words: &Words) -> Option<String> {
    let mut done = BTreeSet::new();
    let own = happened.iter().filter(|one| one.actor.as_ref() == actor && one.edits > 0);
    for one in own {
        match one.intent {
            Intent::Do => return None,
            Intent::Redo(of) => {
                done.insert(of);
            }
            Intent::Undo(_) if done.contains(&one.uid) => {}
            Intent::Undo(_) => return Some(base(happened, one, words)),
        }
    }
    None
}

/// The name of what was first done: undo and redo are followed back to it.
fn base(happened: &[Happened], one: &Happened, words: &Words) -> String {
    let mut found = one;
    // Each step leads to an earlier action; the bound is for a journal that was tampered with.
    for _ in 0..happened.len() {
        let (Intent::Undo(of) | Intent::Redo(of)) = found.intent else { break };
        let Some(earlier) = happened.iter().find(|earlier| earlier.uid == of) else { break };
        found = earlier;
    }
    label(&found.label, words)
}

fn line(happened: &[Happened], one: &Happened, now: Timestamp, words: &Words) -> JournalLine {
    let what = match one.intent {
        Intent::Do => label(&one.label, words),
        Intent::Undo(_) => words.with("action-undo", &[("what", base(happened, one, words))]),
        Intent::Redo(_) => words.with("action-redo", &[("what", base(happened, one, words))]),
    };
    let today = format::date(one.time) == format::date(now);
    let who = match one.edits {
        0 | 1 => one.actor.to_string(),
        edits => {
            let edits = format::number(i64::try_from(edits).unwrap_or(i64::MAX));
            words.with("journal-who-edits", &[("who", one.actor.as_ref()), ("edits", &edits)])
        }
    };
    JournalLine {
        sequence: one.sequence,
        time: if today { format::time_of_day(one.time) } else { format::day_time(one.time) },
        what,
        who,
        undone: one.undone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Lang;

    fn words() -> Words {
        let text = "action-open = 开放 { $name }\naction-undo = 撤销：{ $what }\naction-redo = 重做：{ $what }\n";
        Words::read(Lang::Zh, &[("a", text)]).0
    }

    fn happened(uid: u128, actor: &str, name: &str, intent: Intent) -> Happened {
        let time = "2026-08-09T07:06:00Z".parse().unwrap();
        let label = Label::new("open").with("name", name);
        let (uid, actor) = (Uid::from_bits(uid), Arc::from(actor));
        Happened { sequence: 1, uid, time, actor, label, intent, edits: 1, undone: false }
    }

    #[test]
    fn undo_and_redo_are_called_by_what_was_first_done() {
        let one = Uid::from_bits(1);
        let two = Uid::from_bits(2);
        let mut journal = vec![happened(1, "值班员", "甲", Intent::Do)];
        assert_eq!(undo_name(&journal, "值班员", &words()).as_deref(), Some("开放 甲"));
        assert_eq!(redo_name(&journal, "值班员", &words()), None);
        journal.insert(0, happened(2, "值班员", "甲", Intent::Undo(one)));
        assert_eq!(undo_name(&journal, "值班员", &words()), None);
        assert_eq!(redo_name(&journal, "值班员", &words()).as_deref(), Some("开放 甲"));
        journal.insert(0, happened(3, "值班员", "甲", Intent::Redo(two)));
        assert_eq!(undo_name(&journal, "值班员", &words()).as_deref(), Some("开放 甲"));
        assert_eq!(redo_name(&journal, "值班员", &words()), None);
        let lines = super::journal(&journal, journal[0].time, &words());
        assert_eq!(lines[0].what, "重做：开放 甲");
        assert_eq!(lines[0].time, "15:06");
    }

    #[test]
    fn nobody_undoes_what_another_did() {
        let journal = [happened(1, "水利局", "甲", Intent::Do)];
        assert_eq!(undo_name(&journal, "值班员", &words()), None);
    }
}
