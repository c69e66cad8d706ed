//! A CAP message from its bytes.

use super::{
    Alert, Area, CapError, Info, Pair, schema,
    xml::{self, Node},
};

/// Reads a message.
///
/// # Errors
/// [`CapError`] with the line and element at fault where it is no CAP 1.2 as the schema says; nothing of it is read then.
pub fn read(bytes: &[u8]) -> Result<Alert, CapError> {
    let root = xml::tree(bytes)?;
    schema::check(&root)?;
    Ok(Alert {
        identifier: text(&root, "identifier"),
        sender: text(&root, "sender"),
        sent: word(&root, "sent").unwrap_or_default(),
        status: text(&root, "status"),
        msg_type: text(&root, "msgType"),
        scope: text(&root, "scope"),
        note: some(&root, "note"),
        references: some(&root, "references"),
        infos: all(&root, "info").map(info).collect(),
    })
}

fn info(node: &Node) -> Info {
    Info {
        language: word(node, "language"),
        categories: all(node, "category").map(|category| category.text.clone()).collect(),
        event: text(node, "event"),
        urgency: text(node, "urgency"),
        severity: text(node, "severity"),
        certainty: text(node, "certainty"),
        event_codes: pairs(node, "eventCode"),
        effective: word(node, "effective"),
        onset: word(node, "onset"),
        expires: word(node, "expires"),
        sender_name: some(node, "senderName"),
        headline: some(node, "headline"),
        description: some(node, "description"),
        instruction: some(node, "instruction"),
        parameters: pairs(node, "parameter"),
        areas: all(node, "area").map(area).collect(),
    }
}

fn area(node: &Node) -> Area {
    let texts = |name: &str| all(node, name).map(|shape| shape.text.trim().to_owned()).collect();
    Area {
        description: text(node, "areaDesc"),
        polygons: texts("polygon"),
        circles: texts("circle"),
        geocodes: pairs(node, "geocode"),
    }
}

fn all<'a>(node: &'a Node, name: &'a str) -> impl Iterator<Item = &'a Node> {
    node.children.iter().filter(move |child| child.name == name && child.namespace == schema::NAMESPACE)
}

fn some(node: &Node, name: &str) -> Option<String> {
    all(node, name).next().map(|child| child.text.clone())
}

fn text(node: &Node, name: &str) -> String {
    some(node, name).unwrap_or_default()
}

/// A value around which white space says nothing.
fn word(node: &Node, name: &str) -> Option<String> {
    some(node, name).map(|text| text.trim().to_owned())
}

fn pairs(node: &Node, name: &str) -> Vec<Pair> {
    all(node, name).map(|pair| Pair { name: text(pair, "valueName"), value: text(pair, "value") }).collect()
}
