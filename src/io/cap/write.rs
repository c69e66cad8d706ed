//! A CAP message as XML: elements in the order of the schema, two spaces a level.

use super::{Alert, Area, Info, NAMESPACE, Pair};

/// Writes a message. What is empty and need not be there is left out; signs that XML cannot hold are left out too.
pub fn write(alert: &Alert) -> String {
    let mut out = Out { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), depth: 0 };
    out.open(&format!("alert xmlns=\"{NAMESPACE}\""));
    out.text("identifier", &alert.identifier);
    out.text("sender", &alert.sender);
    out.text("sent", &alert.sent);
    out.text("status", &alert.status);
    out.text("msgType", &alert.msg_type);
    out.text("scope", &alert.scope);
    out.some("note", alert.note.as_deref());
    out.some("references", alert.references.as_deref());
    alert.infos.iter().for_each(|info| out.info(info));
    out.close("alert");
    out.text
}

struct Out {
    text: String,
    depth: usize,
}

impl Out {
    fn info(&mut self, info: &Info) {
        self.open("info");
        self.some("language", info.language.as_deref());
        info.categories.iter().for_each(|category| self.text("category", category));
        self.text("event", &info.event);
        self.text("urgency", &info.urgency);
        self.text("severity", &info.severity);
        self.text("certainty", &info.certainty);
        info.event_codes.iter().for_each(|pair| self.pair("eventCode", pair));
        self.some("effective", info.effective.as_deref());
        self.some("onset", info.onset.as_deref());
        self.some("expires", info.expires.as_deref());
        self.some("senderName", info.sender_name.as_deref());
        self.some("headline", info.headline.as_deref());
        self.some("description", info.description.as_deref());
        self.some("instruction", info.instruction.as_deref());
        info.parameters.iter().for_each(|pair| self.pair("parameter", pair));
        info.areas.iter().for_each(|area| self.area(area));
        self.close("info");
    }

    fn area(&mut self, area: &Area) {
        self.open("area");
        self.text("areaDesc", &area.description);
        area.polygons.iter().for_each(|polygon| self.text("polygon", polygon));
        area.circles.iter().for_each(|circle| self.text("circle", circle));
        area.geocodes.iter().for_each(|pair| self.pair("geocode", pair));
        self.close("area");
    }

    fn pair(&mut self, name: &str, pair: &Pair) {
        self.open(name);
        self.text("valueName", &pair.name);
        self.text("value", &pair.value);
        self.close(name);
    }

    fn open(&mut self, name: &str) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        self.text.push_str(">\n");
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn some(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        self.text.push('>');
        for sign in text.chars() {
            match sign {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                // A reader makes one line end of it where it stands as it is.
                '\r' => self.text.push_str("&#13;"),
                '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'.. => self.text.push(sign),
                _ => {}
            }
        }
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}
