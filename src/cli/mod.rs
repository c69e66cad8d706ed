//! The command line: one file a command; text and `--json`.
