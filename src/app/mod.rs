//! The shell with no window: it owns the world and the store, and carries out commands.
