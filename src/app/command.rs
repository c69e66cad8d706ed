//! What a user can do, grouped by area. Each command becomes one labelled, reversible action.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    app::{
        alarm::AlarmCommand, board::BoardCommand, export::ExportCommand, history::Signature, object::ObjectCommand,
        person::PersonCommand, plot::PlotCommand, response::ResponseCommand, returning::ReturningCommand,
        roads::RoadsCommand, shelter::ShelterCommand,
    },
    domain::{
        edit::{Action, Edit, Intent, Label},
        model::{Object, ObjectRef, Uid, Value},
        problem::Problem,
        view::{Words, age},
        world::World,
    },
    io::store::{Granted, ReaderBecause, Reading, StoreError},
};

/// What a user can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// With a place for people.
    Shelter(ShelterCommand),
    /// With an alarm.
    Alarm(AlarmCommand),
    /// With the township board.
    Board(BoardCommand),
    /// With emergency responses.
    Response(ResponseCommand),
    /// With people who go home.
    Returning(ReturningCommand),
    /// With any object.
    Object(ObjectCommand),
    /// With what is drawn on the map.
    Plot(PlotCommand),
    /// With the road network.
    Roads(RoadsCommand),
    /// With a list that was written to a file.
    Export(ExportCommand),
    /// With personal values.
    Person(PersonCommand),
    /// Take back one's own latest action.
    Undo,
    /// Do again what was taken back last.
    Redo,
    /// Bring back what a backup holds, as one action.
    Restore(PathBuf),
    /// Put in what was prepared elsewhere, as one action: an import.
    Put(Draft),
    /// The same with the readings that it rests on.
    Measure(Draft, Vec<Reading>),
}

/// What a command is prepared on.
pub struct Desk<'a> {
    /// The world as it is.
    pub world: &'a World,
    /// The time.
    pub now: Timestamp,
    /// Who acts: a post.
    pub actor: &'a str,
    /// Makes ids.
    pub fresh: &'a mut dyn FnMut() -> Uid,
}

/// An action in the making: what it is called and what it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is called.
    pub label: Label,
    /// The area of commands it came from.
    pub area: &'static str,
    /// What it changes.
    pub edits: Vec<Edit>,
}

/// Why a command was not carried out, as a message of the locale files (`refusal-<id>`).
#[derive(Clone, Debug, Default, Eq, PartialEq, thiserror::Error)]
#[error("{id} {args:?}")]
pub struct Refusal {
    /// The message's id without its `refusal-`.
    pub id: String,
    /// What fills it.
    pub args: Vec<(&'static str, String)>,
    /// Actions that it names.
    pub actions: Vec<(&'static str, Label)>,
    /// The problem with the file that stood in the way; its sentence is then the refusal's.
    pub because: Option<Box<Problem>>,
}

impl From<&StoreError> for Refusal {
    fn from(error: &StoreError) -> Self {
        Self { id: "store".to_owned(), because: Some(Box::new(error.problem())), ..Self::default() }
    }
}

impl Refusal {
    /// A refusal with nothing to fill.
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }

    /// The file is open for reading only.
    pub fn read_only(because: ReaderBecause) -> Self {
        let because = Granted::Reader(because).problem().map(Box::new);
        Self { id: "read-only".to_owned(), because, ..Self::default() }
    }

    /// Filled with this.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Filled with the name of this action.
    #[must_use]
    pub fn action(mut self, name: &'static str, label: Label) -> Self {
        self.actions.push((name, label));
        self
    }

    /// The sentence.
    pub fn sentence(&self, words: &Words) -> String {
        match &self.because {
            Some(problem) => words.problem(problem),
            None => {
                let mut args = self.args.clone();
                args.extend(self.actions.iter().map(|(name, label)| (*name, words.action(label))));
                words.with(&format!("refusal-{}", self.id), &args)
            }
        }
    }
}

impl Desk<'_> {
    /// The object, or a refusal that says it is gone.
    ///
    /// # Errors
    /// When the world holds no such object.
    pub fn object(&self, object: &ObjectRef) -> Result<&Arc<Object>, Refusal> {
        self.world.object(object).ok_or_else(|| Refusal::new("object-gone"))
    }

    /// The edit that dates a state when it is set: `status_time` of `status`. `None`: the kind keeps no such time.
    pub fn dated(&self, object: &ObjectRef, field: &str) -> Option<Edit> {
        let kind = self.world.catalogue().kind(object.kind.as_str())?;
        let time = kind.fields.get(age::time_field(kind, field)?)?;
        let before = self.world.value(object, time.id.as_str());
        let after = Value::from(self.now);
        let changes = time.id.as_str() != field && before != after;
        changes.then(|| Edit::Set { object: object.clone(), field: time.id.clone(), before, after })
    }

    /// The object's name as text, its uid when it has none.
    pub fn name(&self, object: &ObjectRef) -> String {
        match self.world.value(object, "name").as_text() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => object.uid.to_string(),
        }
    }
}

impl Draft {
    /// The action it becomes once it is signed and dated.
    #[must_use]
    pub fn into_action(self, signature: Signature) -> Action {
        let Signature { uid, time, actor } = signature;
        Action { uid, time, actor, label: self.label, area: self.area.into(), intent: Intent::Do, edits: self.edits }
    }
}
