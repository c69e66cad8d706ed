//! The sample district as a file: made on first use by the window, at will by the command line.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;

use crate::{
    demo::{self, Moment},
    domain::{
        catalogue::Catalogue,
        edit::{Action, Intent, Label},
        model::{KindId, Uid},
    },
    io::store::{self, Meta, Reading, StoreError},
};

/// The first 64 bits of the uid of the action that makes a sample; the seed follows.
const MADE: u128 = 0x5174_4d61_7000_8000;

/// What the sample is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Same seed (and moment, scale and time), same bytes.
    pub seed: u64,
    /// What is going on.
    pub moment: Moment,
    /// How many times the numbers.
    pub scale: u32,
    /// The time it stands at: levels and dates count back from it.
    pub at: Timestamp,
}

/// What stands in a sample that was made: objects by kind.
pub type Counts = BTreeMap<KindId, usize>;

impl Sample {
    /// What a first start opens: a flood, now.
    pub const fn first(now: Timestamp) -> Self {
        Self { seed: 1, moment: Moment::Flood, scale: 1, at: now }
    }

    /// Makes the file, whole or not at all. Takes seconds, so not on the window's thread.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file of that name; else what the disk says.
    pub fn make(&self, path: &Path, catalogue: &Catalogue) -> Result<Counts, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let failed = |error: std::io::Error| StoreError::NotWritten(error.to_string());
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".part-{}", std::process::id()));
        let part = path.with_file_name(name);
        let made = self.fill(&part, catalogue);
        let counts = made.and_then(|counts| fs::rename(&part, path).map_err(failed).map(|()| counts));
        // The lock of the unfinished file, and half a sample, are no use to anybody; there may be none.
        let mut lock = part.clone().into_os_string();
        lock.push(".lock");
        let _ = fs::remove_file(lock);
        if counts.is_err() {
            let _ = fs::remove_file(&part);
        }
        counts
    }

    fn fill(&self, path: &Path, catalogue: &Catalogue) -> Result<Counts, StoreError> {
        let district = demo::generate(catalogue, self.seed, self.moment, self.scale, self.at);
        for left_out in &district.left_out {
            tracing::warn!(%left_out, "the catalogue lacks what the sample brings");
        }
        let meta = Meta { district_name: district.name.to_owned(), sample: true, exercise: false, created: self.at };
        let mut store = store::create(path, catalogue, &meta)?;
        let action = Action {
            uid: Uid::from_bits((MADE << 64) | u128::from(self.seed)),
            time: self.at,
            actor: "sitmap demo".into(),
            label: Label::new("sample").with("seed", self.seed),
            area: "demo".into(),
            intent: Intent::Do,
            edits: district.edits(),
        };
        store.commit(&action)?;
        let readings: Vec<Reading> = district.readings.iter().flat_map(readings).collect();
        store.append_readings(&readings, self.at)?;
        store.close()?;
        Ok(district.objects.into_iter().map(|(kind, objects)| (kind, objects.len())).collect())
    }
}

fn readings(series: &demo::Reading) -> impl Iterator<Item = Reading> {
    series.values.iter().map(|(time, value)| Reading {
        object: series.object.clone(),
        field: series.quantity.clone(),
        time: *time,
        value: *value,
    })
}
