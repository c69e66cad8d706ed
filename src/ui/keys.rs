//! The keys that work everywhere in the window.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers, Popup};

/// What a key asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wish {
    /// Take back the latest action.
    Undo,
    /// Do it again.
    Redo,
    /// One step back: put away what is in front.
    Back,
    /// The big screen, or back from it.
    Wall,
    /// The other language.
    Lang,
    /// The other theme.
    Theme,
    /// Larger text.
    Larger,
    /// Smaller text.
    Smaller,
    /// The keys, and what the seat prefers.
    Help,
    /// Another district.
    Files,
    /// The search field.
    Search,
    /// The layer tree, shown or folded.
    Layers,
    /// The whole district on the map.
    Home,
    /// The table, shown or folded.
    Table,
    /// The township board, shown or folded.
    Board,
    /// Typhoons.
    Storm,
    /// Rain, or away with it.
    Rain,
    /// Emergency responses, or away with them.
    Response,
    /// What lies within a range around what is looked at.
    Within,
    /// The map as a picture, onto the clipboard.
    Picture,
    /// The bookmark at this place.
    Bookmark(usize),
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// A chord that works everywhere.
#[derive(Clone, Copy, Debug)]
struct Chord {
    keys: KeyboardShortcut,
    wish: Wish,
    /// The message that says what it does. Those of one message that follow each other share a line of the page.
    says: &'static str,
    /// Whether it works while something is typed too: a field keeps its own undo and Esc.
    typing: bool,
}

const fn always(keys: KeyboardShortcut, wish: Wish, says: &'static str) -> Chord {
    Chord { keys, wish, says, typing: true }
}

const fn untyped(keys: KeyboardShortcut, wish: Wish, says: &'static str) -> Chord {
    Chord { keys, wish, says, typing: false }
}

/// Every chord there is: what is pressed is looked up here, and the page of keys is made of it.
const CHORDS: [Chord; 24] = [
    always(plain(Key::F1), Wish::Help, "key-help"),
    untyped(plain(Key::Questionmark), Wish::Help, "key-help"),
    always(ctrl(Key::Slash), Wish::Help, "key-help"),
    always(plain(Key::F11), Wish::Wall, "key-wall"),
    untyped(plain(Key::Escape), Wish::Back, "key-back"),
    always(ctrl(Key::F), Wish::Search, "key-search"),
    always(ctrl(Key::B), Wish::Layers, "key-layers"),
    always(ctrl(Key::H), Wish::Home, "key-home"),
    always(ctrl(Key::D), Wish::Table, "key-table"),
    always(ctrl(Key::E), Wish::Board, "key-board"),
    always(ctrl(Key::K), Wish::Storm, "key-storm"),
    always(ctrl(Key::J), Wish::Rain, "key-rain"),
    always(ctrl(Key::G), Wish::Response, "key-response"),
    always(ctrl(Key::R), Wish::Within, "key-within"),
    always(ctrl_shift(Key::C), Wish::Picture, "key-picture"),
    untyped(ctrl(Key::Z), Wish::Undo, "key-undo"),
    untyped(ctrl(Key::Y), Wish::Redo, "key-undo"),
    untyped(ctrl_shift(Key::Z), Wish::Redo, "key-undo"),
    always(ctrl(Key::O), Wish::Files, "key-files"),
    always(ctrl(Key::L), Wish::Lang, "key-lang"),
    always(ctrl(Key::T), Wish::Theme, "key-theme"),
    always(ctrl(Key::Plus), Wish::Larger, "key-size"),
    always(ctrl(Key::Equals), Wish::Larger, "key-size"),
    always(ctrl(Key::Minus), Wish::Smaller, "key-size"),
];

/// The keys that work in one place only, and the message that says where and what.
const LOCAL: [(&str, &str); 6] = [
    ("Tab", "key-tab"),
    ("Enter", "key-enter"),
    ("↑  ↓  Enter", "key-found"),
    ("← ↑ → ↓  + −  Home  Enter", "key-map"),
    ("Ctrl Enter", "key-save"),
    ("Space  Enter  Backspace  Delete  Alt", "key-draw"),
];

/// The digits of the bookmarks, in their order.
const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// The page of keys: what to press, and the message that says what it does.
pub fn page() -> Vec<(String, &'static str)> {
    let mut page: Vec<(String, &'static str)> = Vec::new();
    for chord in CHORDS {
        match page.last_mut().filter(|(_, says)| *says == chord.says) {
            Some((keys, _)) => *keys = format!("{keys}  {}", told(chord.keys)),
            None => page.push((told(chord.keys), chord.says)),
        }
    }
    page.push(("Ctrl 1 … 9".to_owned(), "key-bookmark"));
    page.extend(LOCAL.map(|(keys, says)| (keys.to_owned(), says)));
    page
}

/// A chord as it stands on the keys: `Ctrl Shift C`.
fn told(keys: KeyboardShortcut) -> String {
    let held = [(keys.modifiers.command, "Ctrl "), (keys.modifiers.shift, "Shift ")];
    let held: String = held.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect();
    let key = match keys.logical_key {
        Key::Escape => "Esc",
        key => key.symbol_or_name(),
    };
    format!("{held}{key}")
}

/// The wish of the keys pressed this frame.
pub fn wish(ctx: &Context) -> Option<Wish> {
    let typing = ctx.text_edit_focused();
    let listed = Popup::is_any_open(ctx);
    ctx.input_mut(|input| {
        // The longer chords first: Ctrl+Z would also take Ctrl+Shift+Z.
        let longer = [true, false].into_iter();
        let mut chords =
            longer.flat_map(|shift| CHORDS.iter().filter(move |chord| chord.keys.modifiers.shift == shift));
        // Esc closes the list that stands open, and nothing behind it.
        let free = |chord: &Chord| (chord.typing || !typing) && !(listed && chord.wish == Wish::Back);
        let pressed = chords.find(|chord| free(chord) && input.consume_shortcut(&chord.keys));
        let digit = |key: &Key| input.consume_shortcut(&ctrl(*key));
        pressed.map(|chord| chord.wish).or_else(|| DIGITS.iter().position(digit).map(Wish::Bookmark))
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use eframe::egui::{Event, RawInput};

    use super::*;
    use crate::{domain::catalogue::Lang, io::assets};

    fn pressed(chord: &Chord) -> Option<Wish> {
        let (key, modifiers) = (chord.keys.logical_key, chord.keys.modifiers);
        let event = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        let mut wish = None;
        let input = RawInput { events: vec![event], ..RawInput::default() };
        let mut output = Context::default().run_ui(input, |ui| wish = wish.or_else(|| self::wish(ui.ctx())));
        output.textures_delta.clear();
        wish
    }

    #[test]
    fn every_chord_gives_its_wish_and_stands_on_the_page_in_both_languages() {
        let page = page();
        for chord in CHORDS {
            assert_eq!(pressed(&chord), Some(chord.wish), "{}", told(chord.keys));
            let line = page.iter().find(|(_, says)| *says == chord.says).unwrap();
            assert!(line.0.split("  ").any(|keys| keys == told(chord.keys)), "{} in {line:?}", told(chord.keys));
        }
        for lang in [Lang::Zh, Lang::En] {
            let words = assets::words(lang);
            assert!(page.iter().all(|(_, says)| words.has(says)), "{lang:?}");
        }
        let doc = include_str!("../../docs/desk.md");
        for (keys, says) in &page {
            assert!(doc.contains(&format!("| `{keys}` |")), "{keys} ({says}) is not in docs/desk.md");
        }
        let mut lines: Vec<&str> = page.iter().map(|(_, says)| *says).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), page.len(), "what belongs together stands together");
    }

    /// The keys that are named in the sources of the window, but for these tables.
    fn named_in(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named_in(&path, found);
            } else if path.file_name().is_some_and(|name| name != "keys.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let names = text.split("Key::").skip(1);
                let names = names.map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect());
                found.extend(names.filter(|name: &String| Key::from_name(name).is_some()));
            }
        }
    }

    #[test]
    fn every_key_that_something_in_the_window_takes_is_on_the_page() {
        let mut found = Vec::new();
        named_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut found);
        assert!(found.len() > 10, "{found:?}");
        let page: Vec<String> =
            page().into_iter().flat_map(|(keys, _)| keys.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
        for name in found {
            let key = Key::from_name(&name).unwrap();
            let sign = match key {
                Key::ArrowLeft => "←",
                Key::ArrowRight => "→",
                Key::ArrowUp => "↑",
                Key::ArrowDown => "↓",
                // The plus of a keyboard without a plus of its own.
                Key::Plus | Key::Equals => "+",
                Key::Minus => "−",
                Key::Escape => "Esc",
                key => key.name(),
            };
            assert!(page.iter().any(|keys| keys == sign), "{name} is on no line of the page");
        }
    }
}
