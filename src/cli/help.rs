//! Help in the user's language: every text is a message of the locale files.

use std::ffi::OsString;

use clap::{Command, CommandFactory};

use crate::{
    cli::Arguments,
    domain::{catalogue::Lang, view::Words},
    io::{
        assets,
        settings::{Folders, Settings},
    },
};

/// The words for help, before the arguments are read: `--lang` where it stands, else the settings.
pub fn words(arguments: &[OsString]) -> Words {
    let texts: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let after = texts.iter().position(|text| text == "--lang").and_then(|at| texts.get(at + 1));
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let lang = match joined.or(after.map(AsRef::as_ref)) {
        Some("en") => Lang::En,
        Some("zh") => Lang::Zh,
        _ => Folders::of_user()
            .and_then(|folders| Settings::load(&folders.settings()).ok())
            .map_or(Lang::Zh, |settings| settings.lang),
    };
    assets::words(lang)
}

/// The whole command line with its help in these words.
pub fn command(words: &Words) -> Command {
    let command = Arguments::command()
        .about(words.get("help-sitmap"))
        .subcommand_help_heading(words.get("help-heading-commands"))
        .subcommand_value_name(words.get("help-value-command"));
    told(command, "help-", words)
}

/// A command with the help of its arguments and, by its name, of the commands below it.
fn told(command: Command, prefix: &str, words: &Words) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |verb| {
            let verb = verb
                .about(words.get(&format!("{prefix}{name}")))
                .subcommand_help_heading(words.get("help-heading-commands"))
                .subcommand_value_name(words.get("help-value-command"));
            told(verb, &format!("{prefix}{name}-"), words)
        })
    });
    arguments(command, prefix, words)
}

fn arguments(command: Command, prefix: &str, words: &Words) -> Command {
    let command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help(words.get("help-help")));
    let command = if prefix == "help-" {
        let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command.arg(version.help(words.get("help-version")))
    } else {
        command
    };
    command.mut_args(|argument| {
        let id = format!("{prefix}{}", argument.get_id().as_str().replace('_', "-"));
        let heading = if argument.is_positional() { "help-heading-arguments" } else { "help-heading-options" };
        let argument = argument.help_heading(words.get(heading));
        if words.has(&id) { argument.help(words.get(&id)) } else { argument }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(prefix: &str, command: &Command, words: &Words, missing: &mut Vec<String>) {
        let arguments = command.get_arguments().map(|argument| argument.get_id().as_str().replace('_', "-"));
        let verbs = command.get_subcommands().map(|verb| verb.get_name().to_owned());
        let ids = arguments.chain(verbs).map(|name| format!("{prefix}{name}"));
        missing.extend(ids.filter(|id| !words.has(id)));
        for verb in command.get_subcommands() {
            look(&format!("{prefix}{}-", verb.get_name()), verb, words, missing);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_help_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let words = assets::words(lang);
            let mut missing = Vec::new();
            look("help-", &Arguments::command(), &words, &mut missing);
            assert_eq!(missing, Vec::<String>::new());
            super::command(&words).debug_assert();
        }
    }
}
