//! The keys that work everywhere in the window.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

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
}

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

/// The wish of the keys pressed this frame. A field that is being typed in keeps its own undo and Esc.
pub fn wish(ctx: &Context) -> Option<Wish> {
    let typing = ctx.text_edit_focused();
    ctx.input_mut(|input| {
        if input.consume_shortcut(&WALL) {
            return Some(Wish::Wall);
        }
        if input.consume_shortcut(&LANG) {
            return Some(Wish::Lang);
        }
        if input.consume_shortcut(&THEME) {
            return Some(Wish::Theme);
        }
        if LARGER.iter().any(|keys| input.consume_shortcut(keys)) {
            return Some(Wish::Larger);
        }
        if input.consume_shortcut(&SMALLER) {
            return Some(Wish::Smaller);
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
        input.consume_shortcut(&BACK).then_some(Wish::Back)
    })
}
