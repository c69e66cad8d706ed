//! The locale files as a value: every sentence a person reads comes from here.

use std::fmt;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use crate::domain::{catalogue::Lang, edit::Label, problem::Problem};

/// The words of one language (Fluent messages, one bundle).
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Words {
    /// Reads Fluent sources (name, text); what cannot be read is said in the second part, the rest is there.
    pub fn read(lang: Lang, sources: &[(&str, &str)]) -> (Self, Vec<String>) {
        let id: LanguageIdentifier = match lang {
            Lang::Zh => LanguageIdentifier::from_bytes(b"zh-CN"),
            Lang::En => LanguageIdentifier::from_bytes(b"en"),
        }
        .unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks show up as boxes in fonts without them and break copied text.
        bundle.set_use_isolating(false);
        let mut errors = Vec::new();
        for (name, text) in sources {
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) => resource,
                Err((resource, problems)) => {
                    errors.extend(problems.iter().map(|problem| format!("{name}: {problem}")));
                    resource
                }
            };
            if let Err(problems) = bundle.add_resource(resource) {
                errors.extend(problems.iter().map(|problem| format!("{name}: {problem}")));
            }
        }
        (Self { lang, bundle }, errors)
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is such a message.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The message of this id; the id itself when it is missing, so that nothing is ever blank.
    pub fn get(&self, id: &str) -> String {
        self.with::<&str>(id, &[])
    }

    /// A problem as people read it: its sentence (`problem-<code>`), filled with its place and arguments.
    pub fn problem(&self, problem: &Problem) -> String {
        let row = problem.row.map(|row| row.to_string());
        let mut args: Vec<(&str, &str)> = problem.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let places = [
            ("file", problem.file.as_deref()),
            ("sheet", problem.sheet.as_deref()),
            ("row", row.as_deref()),
            ("column", problem.column.as_deref()),
            ("value", problem.value.as_deref()),
        ];
        args.extend(places.into_iter().map(|(name, place)| (name, place.unwrap_or(""))));
        self.with(&format!("problem-{}", problem.code.replace('_', "-")), &args)
    }

    /// An action as people read it (`action-<id>`). A step back or forth names what it is about: that label's
    /// id stands in its `of`.
    pub fn action(&self, label: &Label) -> String {
        let mut args: Vec<(&str, &str)> =
            label.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let Some(of) = label.args.get("of") else { return self.with(&format!("action-{}", label.id), &args) };
        let what = self.with(&format!("action-{of}"), &args);
        args.push(("what", &what));
        self.with(&format!("action-{}", label.id), &args)
    }

    /// The message of this id, filled. Numbers are passed as text, already formatted for people.
    pub fn with<V: AsRef<str>>(&self, id: &str, args: &[(&str, V)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set(*name, FluentValue::from(value.as_ref()));
        }
        // What was said in both languages when it happened: `field`, and in English `field_en`.
        for (name, value) in args.iter().filter(|_| self.lang == Lang::En) {
            if let Some(name) = name.strip_suffix("_en") {
                filled.set(name, FluentValue::from(value.as_ref()));
            }
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_message_shows_its_id_and_a_broken_file_is_named() {
        let (words, errors) = Words::read(Lang::Zh, &[("a.ftl", "near = 最近 { $n } 处\n"), ("b.ftl", "=== \n")]);
        assert_eq!(words.with("near", &[("n", "5")]), "最近 5 处");
        assert_eq!(words.get("nothing"), "nothing");
        assert!(errors.iter().all(|error| error.starts_with("b.ftl")));
        assert!(!errors.is_empty());
    }
}
