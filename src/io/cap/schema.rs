//! The schema of CAP 1.2 as a table: which elements stand where, in which order, with what in them.

use super::{
    CapError,
    lexical::{is_decimal, is_integer, is_language, moment},
    xml::Node,
};

/// The namespace of CAP 1.2.
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// What may follow the last element of a message: its signature.
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// What an element holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Time,
    Language,
    Integer,
    Decimal,
    One(&'static [&'static str]),
    Elements(&'static [Slot]),
}

/// An element and how often it stands there.
#[derive(Clone, Copy)]
struct Slot {
    name: &'static str,
    holds: Holds,
    required: bool,
    many: bool,
}

const fn one(name: &'static str, holds: Holds) -> Slot {
    Slot { name, holds, required: true, many: false }
}

const fn maybe(name: &'static str, holds: Holds) -> Slot {
    Slot { name, holds, required: false, many: false }
}

const fn any(name: &'static str, holds: Holds) -> Slot {
    Slot { name, holds, required: false, many: true }
}

const PAIR: Holds = Holds::Elements(&[one("valueName", Holds::Text), one("value", Holds::Text)]);

const RESOURCE: Holds = Holds::Elements(&[
    one("resourceDesc", Holds::Text),
    one("mimeType", Holds::Text),
    maybe("size", Holds::Integer),
    maybe("uri", Holds::Text),
    maybe("derefUri", Holds::Text),
    maybe("digest", Holds::Text),
]);

const AREA: Holds = Holds::Elements(&[
    one("areaDesc", Holds::Text),
    any("polygon", Holds::Text),
    any("circle", Holds::Text),
    any("geocode", PAIR),
    maybe("altitude", Holds::Decimal),
    maybe("ceiling", Holds::Decimal),
]);

const CATEGORY: Holds = Holds::One(&[
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
]);

const RESPONSE: Holds =
    Holds::One(&["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"]);

const INFO: Holds = Holds::Elements(&[
    maybe("language", Holds::Language),
    Slot { name: "category", holds: CATEGORY, required: true, many: true },
    one("event", Holds::Text),
    any("responseType", RESPONSE),
    one("urgency", Holds::One(&["Immediate", "Expected", "Future", "Past", "Unknown"])),
    one("severity", Holds::One(&["Extreme", "Severe", "Moderate", "Minor", "Unknown"])),
    one("certainty", Holds::One(&["Observed", "Likely", "Possible", "Unlikely", "Unknown"])),
    maybe("audience", Holds::Text),
    any("eventCode", PAIR),
    maybe("effective", Holds::Time),
    maybe("onset", Holds::Time),
    maybe("expires", Holds::Time),
    maybe("senderName", Holds::Text),
    maybe("headline", Holds::Text),
    maybe("description", Holds::Text),
    maybe("instruction", Holds::Text),
    maybe("web", Holds::Text),
    maybe("contact", Holds::Text),
    any("parameter", PAIR),
    any("resource", RESOURCE),
    any("area", AREA),
]);

const ALERT: &[Slot] = &[
    one("identifier", Holds::Text),
    one("sender", Holds::Text),
    one("sent", Holds::Time),
    one("status", Holds::One(&["Actual", "Exercise", "System", "Test", "Draft"])),
    one("msgType", Holds::One(&["Alert", "Update", "Cancel", "Ack", "Error"])),
    maybe("source", Holds::Text),
    one("scope", Holds::One(&["Public", "Restricted", "Private"])),
    maybe("restriction", Holds::Text),
    maybe("addresses", Holds::Text),
    any("code", Holds::Text),
    maybe("note", Holds::Text),
    maybe("references", Holds::Text),
    maybe("incidents", Holds::Text),
    any("info", INFO),
];

/// Whether a document is a CAP 1.2 message.
pub(super) fn check(root: &Node) -> Result<(), CapError> {
    if root.name != "alert" || !root.namespace.contains("emergency:cap") {
        return Err(CapError::new("cap_not_cap", root.line, &root.name, &*root.name));
    }
    if root.namespace != NAMESPACE {
        return Err(CapError::new("cap_version", root.line, &root.name, &*root.namespace));
    }
    element(root, Holds::Elements(ALERT), "alert", true)
}

fn element(node: &Node, holds: Holds, path: &str, is_root: bool) -> Result<(), CapError> {
    let fault = |code, value: &str| Err(CapError::new(code, node.line, path, value));
    if let Some(name) = node.attributes.first() {
        return fault("cap_attribute", name);
    }
    if let Holds::Elements(slots) = holds {
        return if node.text.trim().is_empty() {
            sequence(node, slots, path, is_root)
        } else {
            fault("cap_text", &node.text)
        };
    }
    if let Some(child) = node.children.first() {
        return Err(CapError::new("cap_element", child.line, path, &*child.name));
    }
    let text = node.text.as_str();
    let fits = match holds {
        Holds::Text | Holds::Elements(_) => true,
        Holds::Time => moment(text).is_some(),
        Holds::Language => is_language(text),
        Holds::Integer => is_integer(text),
        Holds::Decimal => is_decimal(text),
        Holds::One(values) => values.contains(&text),
    };
    if fits { Ok(()) } else { fault("cap_value", text) }
}

/// Whether the elements of one stand in the order of its slots.
fn sequence(node: &Node, slots: &[Slot], path: &str, is_root: bool) -> Result<(), CapError> {
    let missing = |from: usize, to: usize, had: usize| {
        let passed = slots.iter().enumerate().take(to).skip(from);
        let mut lacking = passed.filter(|(at, slot)| slot.required && !(*at == from && had > 0));
        lacking.next().map(|(_, slot)| CapError::new("cap_missing", node.line, path, slot.name))
    };
    let (mut at, mut had) = (0, 0_usize);
    for child in &node.children {
        if is_root && child.namespace == SIGNATURE {
            if let Some(error) = missing(at, slots.len(), had) {
                return Err(error);
            }
            (at, had) = (slots.len(), 0);
            continue;
        }
        let place = slots.iter().enumerate().skip(at).find(|(_, slot)| slot.name == child.name);
        let unexpected = || CapError::new("cap_element", child.line, path, &*child.name);
        let (place, slot) = place.filter(|_| child.namespace == NAMESPACE).ok_or_else(unexpected)?;
        if place != at {
            if let Some(error) = missing(at, place, had) {
                return Err(error);
            }
            (at, had) = (place, 0);
        }
        if had > 0 && !slot.many {
            return Err(unexpected());
        }
        had += 1;
        let inner = if slot.many { format!("{path}/{}[{had}]", child.name) } else { format!("{path}/{}", child.name) };
        element(child, slot.holds, &inner, false)?;
    }
    missing(at, slots.len(), had).map_or(Ok(()), Err)
}
