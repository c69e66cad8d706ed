//! What the desk lends to what it keeps in step: the world, the roads, the time.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use crate::{
    app::{Clock, Travel, Wake},
    domain::{view::Words, world::World},
};

/// What the desk has that a plan or the board needs.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The world.
    pub world: &'a World,
    /// Its file.
    pub file: &'a Path,
    /// The network and ways that are kept.
    pub travel: &'a Arc<Mutex<Travel>>,
    /// The time.
    pub clock: &'a Clock,
    /// The words.
    pub words: &'a Arc<Words>,
    /// Who looks when there is something new.
    pub wake: &'a Wake,
}
