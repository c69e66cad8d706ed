//! Warnings at the desk: CAP messages that are let fall on the window or pasted, read and planned off its thread and taken in
//! as one step; a warning written as CAP.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::{
        Command, ids,
        warning::{self, District, Incoming},
    },
    domain::{
        hazard::signal::{Warning, area_of},
        model::ObjectRef,
        view::signals,
    },
    io::{cap, export, store::Meta},
    ui::{asking::Asking, exposing::Of, here::Here},
};

/// What messages brought.
#[derive(Debug)]
pub struct Brought {
    /// What takes them in; none: nothing is new.
    pub command: Option<Box<Command>>,
    /// What that is, and the first problem.
    pub said: String,
    /// Whether all could be taken without a doubt.
    pub is_clean: bool,
}

/// What became of a message that was to be written: its file, or why there is none.
pub type Written = Result<PathBuf, String>;

/// Messages on their way.
#[derive(Debug, Default)]
pub struct Warnings {
    incoming: Asking<Brought>,
    outgoing: Asking<Written>,
}

/// A message as it lies there: a file, or what was pasted.
#[derive(Clone, Debug)]
pub enum Source {
    /// In a file.
    File(PathBuf),
    /// Pasted.
    Pasted(String),
}

impl Source {
    fn read(self, here: &str) -> Incoming {
        match self {
            Self::File(path) => {
                let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Incoming { read: cap::read_file(&path, &file), file }
            }
            Self::Pasted(text) => {
                let read = cap::read(text.as_bytes()).map_err(|error| Box::new(error.problem(here)));
                Incoming { file: here.to_owned(), read }
            }
        }
    }
}

impl Warnings {
    /// Reads messages.
    pub fn read(&mut self, sources: Vec<Source>, meta: &Meta, here: Here<'_>) {
        let (world, words, now) = (here.world.clone(), here.words.clone(), here.clock.now());
        let (exercise, mark) = (meta.exercise, meta.mark());
        self.incoming.ask("cap", here.wake, move || {
            let pasted = words.get("pasted-name");
            let incoming: Vec<Incoming> = sources.into_iter().map(|source| source.read(&pasted)).collect();
            let district = District { world: &world, exercise, mark, now, words: &words };
            let plan = warning::plan(&incoming, district, &mut ids::fresh);
            let first = plan.problems.first().map(|problem| words.problem(problem));
            let parts = [Some(words.with("signal-in-done", &plan.counts())), first];
            Brought {
                said: parts.into_iter().flatten().collect::<Vec<_>>().join("  "),
                is_clean: plan.problems.is_empty(),
                command: (!plan.draft.edits.is_empty()).then(|| Box::new(Command::Put(plan.draft))),
            }
        });
    }

    /// Writes a warning as CAP into a folder.
    pub fn write(&mut self, object: ObjectRef, folder: PathBuf, meta: &Meta, here: Here<'_>) {
        let (world, words, now) = (here.world.clone(), here.words.clone(), here.clock.now());
        let (exercise, mark) = (meta.exercise, meta.mark());
        self.outgoing.ask("cap-out", here.wake, move || {
            let district = District { world: &world, exercise, mark, now, words: &words };
            let (message, problems) = warning::message(&object, district);
            let why = || problems.first().map(|problem| words.problem(problem)).unwrap_or_default();
            let message = message.ok_or_else(why)?;
            let to = folder.join(warning::file_name(&message.alert));
            put(&to, &cap::write(&message.alert)).map(|()| to)
        });
    }

    /// What messages brought, once. Never waits.
    pub fn brought(&mut self) -> Option<Brought> {
        if self.incoming.poll() { self.incoming.take() } else { None }
    }

    /// What became of one that was written, once. Never waits.
    pub fn written(&mut self) -> Option<Written> {
        if self.outgoing.poll() { self.outgoing.take() } else { None }
    }
}

fn put(file: &Path, text: &str) -> Result<(), String> {
    let made = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|why| why.to_string())?;
    export::write_whole(file, text.as_bytes()).map_err(|error| match error {
        export::ExportError::Unwritable { why, .. } => why.to_string(),
        other @ export::ExportError::NoKind(_) => other.to_string(),
    })
}

/// The area of a warning, to ask who and what lies in it; none: it is not known here.
pub fn exposed(object: &ObjectRef, here: Here<'_>) -> Option<Of> {
    let area = area_of(here.world, object)?;
    let kind = here.world.layer(object.kind.as_str())?.kind();
    let warning = Warning::of(kind, here.world.object(object)?)?;
    let name = here.world.value(object, "name").as_text().unwrap_or_default().to_owned();
    let told = signals::area_told(&warning, here.words);
    let name = here.words.with("signal-exposed", &[("name", name), ("area", told)]);
    Some(Of::Winds(name, Arc::new(area)))
}
