//! `set`, `add`, `remove`: one object changed, added or taken away, as a form does it.

use serde_json::json;

use crate::{
    app::{
        Command, Operation,
        change::{Change, Placing},
        form as typed,
        object::ObjectCommand,
    },
    cli::{Answer, Failure, Seat, place},
    domain::{
        catalogue::{Field, Kind},
        model::{FieldId, ObjectRef, Uid, Value},
        query::name_of,
        view::{form, removal::removal},
        world::World,
    },
};

/// What to change.
#[derive(Clone, Debug, clap::Args)]
pub struct SetOptions {
    #[arg(value_name = "KIND:NAME")]
    object: String,
    #[arg(value_name = "FIELD=VALUE")]
    values: Vec<String>,
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    at: Option<String>,
}

/// What to add.
#[derive(Clone, Debug, clap::Args)]
pub struct AddOptions {
    #[arg(long, value_name = "KIND")]
    kind: String,
    #[arg(value_name = "FIELD=VALUE", required = true)]
    values: Vec<String>,
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    at: Option<String>,
}

/// What to take away.
#[derive(Clone, Debug, clap::Args)]
pub struct RemoveOptions {
    #[arg(value_name = "KIND:NAME")]
    object: String,
    #[arg(long)]
    anyway: bool,
}

/// Changes fields of an object, and its place with `--at`. A refusal is the answer no.
///
/// # Errors
/// When the district cannot be written, no object or several are called so, or a value does not fit.
pub fn set(options: &SetOptions, seat: &Seat) -> Result<Answer, Failure> {
    let operation = seat.operation()?;
    let world = operation.world();
    let (kind, object) = named(world, &options.object, seat)?;
    let change = |(field, after): (&Field, Value)| {
        let before = world.value(&object, field.id.as_str());
        Change { field: field.id.clone(), before, after }
    };
    let changes = values(kind, &options.values, world, seat)?.into_iter().map(change).collect();
    let placing = match &options.at {
        Some(at) => {
            let before = world.object(&object).and_then(|object| object.geometry.clone());
            Some(Placing { before, after: Some(place::find(at, world, seat)?.position.point().into()) })
        }
        None => None,
    };
    run(operation, ObjectCommand::Change { object, changes, placing }, seat)
}

/// Adds an object. A refusal is the answer no.
///
/// # Errors
/// When the district cannot be written, or a value does not fit.
pub fn add(options: &AddOptions, seat: &Seat) -> Result<Answer, Failure> {
    let operation = seat.operation()?;
    let world = operation.world();
    let kind = seat.kind(world, &options.kind)?;
    let filled = values(kind, &options.values, world, seat)?;
    let values: Vec<(FieldId, Value)> = filled.into_iter().map(|(field, value)| (field.id.clone(), value)).collect();
    let at = options.at.as_deref().map(|at| place::find(at, world, seat)).transpose()?;
    let place = at.map(|at| at.position.point().into());
    let kind = kind.id.clone();
    run(operation, ObjectCommand::New { kind, values, place }, seat)
}

/// Takes an object away. The answer is no while others point to it or people are counted in it, unless `--anyway`.
///
/// # Errors
/// When the district cannot be written, or no object or several are called so.
pub fn remove(options: &RemoveOptions, seat: &Seat) -> Result<Answer, Failure> {
    let operation = seat.operation()?;
    let (_, object) = named(operation.world(), &options.object, seat)?;
    let hangs = removal(operation.world(), &object, &seat.words);
    let hangs: Vec<String> =
        hangs.into_iter().flat_map(|removal| removal.counted.into_iter().chain(removal.links)).collect();
    if !hangs.is_empty() && !options.anyway {
        let why = seat.say("cli-remove-hangs", &[("what", hangs.join("\n"))]);
        return Ok(Answer::yes(why.clone(), json!({ "done": false, "why": why, "linked": hangs })).only_if(false));
    }
    run(operation, ObjectCommand::Remove(object), seat)
}

fn run(mut operation: Operation, command: ObjectCommand, seat: &Seat) -> Result<Answer, Failure> {
    Ok(match operation.run(Command::Object(command)) {
        Ok(action) => {
            let label = seat.words.action(&action.label);
            let object = action.edits.first().map(|edit| edit.object());
            let id = object.as_ref().map(|object| object.uid.to_string());
            let kind = object.map(|object| object.kind.to_string());
            Answer::yes(label.clone(), json!({ "done": true, "label": label, "kind": kind, "id": id }))
        }
        Err(refusal) => {
            let why = refusal.sentence(&seat.words);
            Answer::yes(why.clone(), json!({ "done": false, "why": why })).only_if(false)
        }
    })
}

/// The object that `KIND:NAME` means: by id, else by its full name.
/// The object that `KIND:NAME` or `KIND:ID` names.
pub(super) fn named<'a>(world: &'a World, text: &str, seat: &Seat) -> Result<(&'a Kind, ObjectRef), Failure> {
    let (kind, name) =
        text.split_once([':', '：']).ok_or_else(|| seat.failure("cli-object-form", &[("text", text)]))?;
    let kind = seat.kind(world, kind.trim())?;
    let uids = uids(world, kind, name.trim());
    match uids.as_slice() {
        [uid] => Ok((kind, ObjectRef { kind: kind.id.clone(), uid: *uid })),
        [] => Err(seat.failure("cli-no-object", &[("kind", kind.name(seat.lang())), ("name", name)])),
        several => Err(several_called(name, several, seat)),
    }
}

fn several_called(name: &str, uids: &[Uid], seat: &Seat) -> Failure {
    let ids: Vec<String> = uids.iter().map(Uid::to_string).collect();
    seat.failure("cli-several-objects", &[("name", name), ("ids", &ids.join(", "))])
}

/// The objects of a kind that a text names.
fn uids(world: &World, kind: &Kind, name: &str) -> Vec<Uid> {
    let Some(layer) = world.layer(kind.id.as_str()) else { return Vec::new() };
    if let Some(object) = name.parse().ok().and_then(|uid| layer.get(uid)) {
        return vec![object.uid];
    }
    layer.objects().filter(|object| name_of(kind, object) == name).map(|object| object.uid).collect()
}

/// `FIELD=VALUE`s as values: fields by id or name, links by id or name of what they point to; nothing after the `=`
/// empties the field.
fn values<'a>(
    kind: &'a Kind,
    texts: &[String],
    world: &World,
    seat: &Seat,
) -> Result<Vec<(&'a Field, Value)>, Failure> {
    texts.iter().map(|text| value(kind, text, world, seat)).collect()
}

fn value<'a>(kind: &'a Kind, text: &str, world: &World, seat: &Seat) -> Result<(&'a Field, Value), Failure> {
    let (name, typed) = text.split_once('=').ok_or_else(|| seat.failure("cli-value-form", &[("text", text)]))?;
    let name = name.trim();
    let called = |field: &&Field| field.id.as_str() == name || field.zh == name || field.en.eq_ignore_ascii_case(name);
    let fields = || kind.fields.iter().filter(|field| !field.hidden);
    let field = fields().find(called).ok_or_else(|| {
        let known: Vec<&str> = fields().map(|field| field.id.as_str()).collect();
        seat.failure("cli-no-field", &[("field", name), ("known", &known.join(", "))])
    })?;
    let mut typed = typed.trim().to_owned();
    if let Some(linked) =
        field.link.as_deref().and_then(|kind| world.catalogue().kind(kind)).filter(|_| !typed.is_empty())
    {
        match uids(world, linked, &typed).as_slice() {
            [uid] => typed = uid.to_string(),
            [] => return Err(seat.failure("cli-no-object", &[("kind", linked.name(seat.lang())), ("name", &typed)])),
            several => return Err(several_called(&typed, several, seat)),
        }
    }
    let read = typed::read(field, &typed, seat.clock.now()).ok_or_else(|| {
        let need = form::need(field, &seat.words);
        seat.failure(
            "cli-value-does-not-fit",
            &[("field", field.name(seat.lang())), ("value", &typed), ("need", &need)],
        )
    })?;
    Ok((field, read))
}
