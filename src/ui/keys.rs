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
    /// What lies within a range around what is looked at.
    Within,
    /// The map as a picture, onto the clipboard.
    Picture,
    /// The bookmark at this place.
    Bookmark(usize),
}

/// The keys that work everywhere, and the message that says what each does.
pub const LIST: [(&str, &str); 19] = [
    ("F1  ?", "key-help"),
    ("F11", "key-wall"),
    ("Esc", "key-back"),
    ("Tab", "key-tab"),
    ("Ctrl F", "key-search"),
    ("Ctrl B", "key-layers"),
    ("Ctrl H", "key-home"),
    ("Ctrl D", "key-table"),
    ("Ctrl 1 … 9", "key-bookmark"),
    ("Ctrl R", "key-within"),
    ("Ctrl Shift C", "key-picture"),
    ("← ↑ → ↓  + −", "key-map"),
    ("Ctrl Z  Ctrl Y", "key-undo"),
    ("Ctrl O", "key-files"),
    ("Ctrl L", "key-lang"),
    ("Ctrl T", "key-theme"),
    ("Ctrl +  Ctrl −", "key-size"),
    ("Enter", "key-enter"),
    ("Backspace  Delete  Alt", "key-draw"),
];

const UNDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
const REDO: [KeyboardShortcut; 2] = [
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
    KeyboardShortcut::new(Modifiers::COMMAND, Key::Y),
];
const BACK: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Escape);
const WALL: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::F11);
const LANG: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::L);
const LARGER: [KeyboardShortcut; 2] =
    [KeyboardShortcut::new(Modifiers::COMMAND, Key::Plus), KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)];
const SMALLER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Minus);
const THEME: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::T);

const SEARCH: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
const FILES: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::O);
const LAYERS: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::B);
const HOME: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::H);
const TABLE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::D);
const WITHIN: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::R);
const PICTURE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C);

/// The chords that work while something is typed too.
const ALWAYS: [(KeyboardShortcut, Wish); 15] = [
    (WALL, Wish::Wall),
    (LANG, Wish::Lang),
    (THEME, Wish::Theme),
    (LARGER[0], Wish::Larger),
    (LARGER[1], Wish::Larger),
    (SMALLER, Wish::Smaller),
    (SEARCH, Wish::Search),
    (FILES, Wish::Files),
    (LAYERS, Wish::Layers),
    (HOME, Wish::Home),
    (TABLE, Wish::Table),
    (WITHIN, Wish::Within),
    (PICTURE, Wish::Picture),
    (KeyboardShortcut::new(Modifiers::NONE, Key::F1), Wish::Help),
    (KeyboardShortcut::new(Modifiers::COMMAND, Key::Slash), Wish::Help),
];

/// The digits of the bookmarks, in their order.
const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// The wish of the keys pressed this frame. A field that is being typed in keeps its own undo and Esc.
pub fn wish(ctx: &Context) -> Option<Wish> {
    let typing = ctx.text_edit_focused();
    // Esc closes the list that stands open, and nothing behind it.
    let listed = Popup::is_any_open(ctx);
    ctx.input_mut(|input| {
        if let Some((_, wish)) = ALWAYS.iter().find(|(keys, _)| input.consume_shortcut(keys)) {
            return Some(*wish);
        }
        let digit = |key: &Key| input.consume_shortcut(&KeyboardShortcut::new(Modifiers::COMMAND, *key));
        if let Some(place) = DIGITS.iter().position(digit) {
            return Some(Wish::Bookmark(place));
        }
        if typing {
            return None;
        }
        // The longer chord first: Ctrl+Z would also take Ctrl+Shift+Z.
        if REDO.iter().any(|keys| input.consume_shortcut(keys)) {
            return Some(Wish::Redo);
        }
        if input.consume_shortcut(&UNDO) {
            return Some(Wish::Undo);
        }
        if input.key_pressed(Key::Questionmark) {
            return Some(Wish::Help);
        }
        (!listed && input.consume_shortcut(&BACK)).then_some(Wish::Back)
    })
}
