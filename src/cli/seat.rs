//! What every command starts from: the language, the folders, the catalogue, the district file.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::{Clock, Opening, Operation, Sample, Wake},
    cli::{Failure, Global, answer},
    domain::{
        catalogue::{Catalogue, Kind, Lang},
        problem::Problem,
        view::Words,
        world::World,
    },
    io::{
        assets,
        export::{self, ExportError},
        settings::{Folders, Settings},
        store::{self, Access, Meta, Store},
    },
};

/// Where a command sits.
#[derive(Debug)]
pub struct Seat {
    /// The words of its language.
    pub words: Words,
    /// What the seat prefers.
    pub settings: Settings,
    /// Where it keeps its things; none when the system names no home.
    pub folders: Option<Folders>,
    /// The time.
    pub clock: Clock,
    file: Option<PathBuf>,
}

impl Seat {
    /// The seat of these arguments. Broken settings are said on standard error and left alone.
    pub fn new(global: &Global, clock: Clock) -> Self {
        let folders = Folders::of_user();
        let loaded = folders.as_ref().map(|folders| Settings::load(&folders.settings()));
        let (mut settings, broken) = match loaded {
            Some(Ok(settings)) => (settings, None),
            Some(Err(error)) => (Settings::default(), Some(error)),
            None => (Settings::default(), None),
        };
        settings.lang = global.lang.unwrap_or(settings.lang);
        let named = std::env::var_os("SITMAP_CATALOGUE").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        settings.catalogue = global.catalogue.clone().or(named).or(settings.catalogue);
        let words = assets::words(settings.lang);
        if let Some(error) = broken {
            eprintln!("{}", words.with("cli-settings-broken", &[("why", error.to_string())]));
        }
        Self { words, settings, folders, clock, file: global.file.clone() }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// A sentence.
    pub fn say<V: AsRef<str>>(&self, id: &str, args: &[(&str, V)]) -> String {
        self.words.with(id, args)
    }

    /// A failure in the user's words.
    pub fn failure<V: AsRef<str>>(&self, id: &str, args: &[(&str, V)]) -> Failure {
        Failure(self.words.with(id, args))
    }

    /// A failure that is a problem.
    pub fn problem(&self, problem: &Problem) -> Failure {
        Failure(answer::sentence(problem, &self.words))
    }

    /// Says problems on standard error.
    pub fn tell(&self, problems: &[Problem]) {
        for problem in problems {
            eprintln!("{}", answer::sentence(problem, &self.words));
        }
    }

    /// The shipped catalogue with the bureau's own files over it; broken ones are said on standard error.
    pub fn catalogue(&self) -> Catalogue {
        let folder = self.settings.catalogue.clone().or_else(|| Some(self.folders.as_ref()?.catalogue()));
        let (catalogue, problems) = assets::catalogue(folder.as_deref());
        self.tell(&problems);
        catalogue
    }

    /// The district file that the window opens: `--file`, else the one opened last, if it is there.
    pub fn last(&self) -> Option<PathBuf> {
        self.file.clone().or_else(|| self.settings.last_file.clone().filter(|last| last.is_file()))
    }

    /// The district file: `--file`, else the one opened last, else the sample, made on first use.
    ///
    /// # Errors
    /// When there is no such file, or the sample cannot be made.
    pub fn district(&self) -> Result<PathBuf, Failure> {
        if let Some(file) = self.last() {
            return Ok(file);
        }
        let Some(folders) = &self.folders else {
            return Err(self.failure::<&str>("cli-no-home", &[]));
        };
        let sample = folders.sample();
        if !sample.is_file() {
            eprintln!("{}", self.say("cli-making-sample", &[("path", shown(&sample))]));
            let made = Sample::first(self.clock.now()).make(&sample, &self.catalogue());
            made.map_err(|error| self.problem(&error.problem()))?;
        }
        Ok(sample)
    }

    /// The district, to read: the window may have it open for writing. What could not be read is said on
    /// standard error.
    ///
    /// # Errors
    /// When there is no such file, or it is no district.
    pub fn read(&self) -> Result<District, Failure> {
        let path = self.district()?;
        let opened = store::open(&path, Access::Read, &self.catalogue(), self.clock.now());
        let (store, loaded) = opened.map_err(|error| self.problem(&error.problem()))?;
        self.tell(&loaded.problems);
        Ok(District { path, world: loaded.world, meta: loaded.meta, store })
    }

    /// The district, to write.
    ///
    /// # Errors
    /// As [`Self::read`]; and when another process is writing it, or it takes no writes.
    pub fn operation(&self) -> Result<Operation, Failure> {
        let operation = self.opened()?;
        match operation.granted().problem() {
            Some(problem) => Err(self.problem(&problem)),
            None => Ok(operation),
        }
    }

    /// The district as a window opens it: to write if it may be written now, else to read.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn opened(&self) -> Result<Operation, Failure> {
        let opening = Opening {
            problems: Vec::new(),
            path: self.district()?,
            access: Access::Write,
            catalogue: Arc::new(self.catalogue()),
            actor: self.settings.actor.as_str().into(),
            clock: self.clock.clone(),
            wake: Wake::nobody(),
        };
        let operation = Operation::open(opening).map_err(|error| self.problem(&error.problem()))?;
        self.tell(operation.problems());
        Ok(operation)
    }

    /// Writes a file whole: beside it first, then in its place.
    ///
    /// # Errors
    /// When the folder takes no file.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        export::write_whole(path, bytes).map_err(|error| {
            let why = match error {
                ExportError::Unwritable { why, .. } => why.to_string(),
                other @ ExportError::NoKind(_) => other.to_string(),
            };
            self.failure("cli-not-written", &[("file", shown(path)), ("why", why)])
        })
    }

    /// The kind of this id or name.
    ///
    /// # Errors
    /// When the world's catalogue has none; the sentence lists those there are.
    pub fn kind<'a>(&self, world: &'a World, text: &str) -> Result<&'a Kind, Failure> {
        let catalogue = world.catalogue();
        if let Some(kind) = catalogue.kind(text) {
            return Ok(kind);
        }
        catalogue
            .kinds()
            .map(AsRef::as_ref)
            .find(|kind| kind.zh == text || kind.en.eq_ignore_ascii_case(text))
            .ok_or_else(|| {
                let known: Vec<&str> = catalogue.kinds().map(|kind| kind.id.as_str()).collect();
                self.failure("cli-no-kind", &[("kind", text), ("known", &known.join(", "))])
            })
    }
}

/// A district that was read.
#[derive(Debug)]
pub struct District {
    /// The file.
    pub path: PathBuf,
    /// Its objects.
    pub world: World,
    /// What the file says of itself.
    pub meta: Meta,
    /// For what is not in the world: the journal.
    pub store: Store,
}

impl District {
    /// The mark that everything said of a sample or an exercise carries; empty for a real district.
    pub fn mark(&self, words: &Words) -> String {
        let marks = [(self.meta.sample, "cli-info-sample"), (self.meta.exercise, "cli-info-exercise")];
        marks.iter().filter(|(so, _)| *so).map(|(_, id)| format!("{}\n", words.get(id))).collect()
    }
}

/// A path as people read it.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}
