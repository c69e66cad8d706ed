//! The synthetic district: a generator on public facts.
