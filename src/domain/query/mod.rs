//! Questions of a world: nearest, within, search.
