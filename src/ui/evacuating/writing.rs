//! The plan's documents, written off the window's thread.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError},
};

use crate::{
    app::Going,
    domain::{
        plan::evacuation::{Deadline, Plan, Timetable},
        view::{
            evacuation::EvacuationView,
            format,
            handout::{Handing, Handout, guides},
        },
    },
    io::{
        export::{ExportError, write_whole},
        report::{HandoutFormat, PaperFormat, write_handout},
        store::Meta,
    },
    ui::evacuating::Desk,
};

/// A document that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// How many households of the list stand in the plan that it is of.
    pub households: usize,
}

/// A document to be written.
pub(super) struct Writing {
    pub desk: Desk,
    pub going: Going,
    pub plan: Arc<Plan>,
    pub view: Arc<EvacuationView>,
    pub timing: Arc<Timetable>,
    pub deadline: Option<Deadline>,
    pub meta: Meta,
}

impl Writing {
    pub fn write(&self, handout: Handout, folder: &Path) -> Result<Written, String> {
        let Desk { travel, world, file, clock, words } = &self.desk;
        let now = clock.now();
        let mut travel = travel.lock().unwrap_or_else(PoisonError::into_inner);
        let table = travel.table().clone();
        let ways = travel.ways(world, Some(file), &self.going, now)?;
        drop(travel);
        let guides = guides(world, &self.plan, &ways, &table, handout, words);
        let handing = Handing {
            world,
            plan: &self.plan,
            view: &self.view,
            timing: &self.timing,
            deadline: self.deadline.as_ref(),
            guides: &guides,
            unmask: false,
            mark: self.meta.mark(),
            now,
            words,
        };
        let format = HandoutFormat::by_ending(handout.ending()).unwrap_or(HandoutFormat::Paper(PaperFormat::Pdf));
        let bytes = write_handout(&handing, handout, format, &self.meta)?;
        let name = words.get(&format!("handout-{}", handout.as_str()));
        let path = folder.join(format!("{name}-{}.{}", format::file_time(now), handout.ending()));
        let failed = |why: String| words.with("cli-not-written", &[("file", path.display().to_string()), ("why", why)]);
        std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        write_whole(&path, &bytes).map_err(|error| match error {
            ExportError::Unwritable { why, .. } => failed(why.to_string()),
            other @ ExportError::NoKind(_) => failed(other.to_string()),
        })?;
        Ok(Written { path, households: self.plan.called.households() })
    }
}
