//! Arguments → operation → window or command.

fn main() {}
