//! XML as a tree of elements: bounded in size and depth, without document types and entities of its own.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::{
    NsReader,
    events::{BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::{CapError, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS};

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its name without prefix.
    pub name: String,
    /// Its namespace; empty: none.
    pub namespace: String,
    /// Attributes that are no declarations of namespaces and none of the schema instance.
    pub attributes: Vec<String>,
    /// The text right inside.
    pub text: String,
    /// The elements right inside.
    pub children: Vec<Self>,
    /// The line where it begins, from 1.
    pub line: u64,
}

/// Whether a sign may stand in an XML document.
const fn is_allowed(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// What schemas may put on any element.
const OF_SCHEMAS: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Reads a document.
pub(super) fn tree(bytes: &[u8]) -> Result<Node, CapError> {
    if bytes.len() > MAX_BYTES {
        return Err(CapError::new("cap_too_large", 0, "", bytes.len().to_string()));
    }
    let text = decoded(bytes)?;
    if let Some((at, sign)) = text.char_indices().find(|(_, sign)| !is_allowed(*sign)) {
        return Err(CapError::new("cap_not_xml", line_of(&text, at), "", format!("U+{:04X}", u32::from(sign))));
    }
    Tree { text: &text, line: 1, at: 0, open: Vec::new(), root: None, elements: 0 }.read()
}

fn line_of(text: &str, at: usize) -> u64 {
    1 + text.get(..at).map_or(0, |before| before.matches('\n').count()) as u64
}

/// The text, by its byte order mark or by what it declares.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, CapError> {
    let unknown = |value: &str| CapError::new("cap_encoding", 1, "", value);
    let (encoding, skipped) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None if bytes.starts_with(b"<\0") => (UTF_16LE, 0),
        None if bytes.starts_with(b"\0<") => (UTF_16BE, 0),
        None => match declared(bytes) {
            None => (UTF_8, 0),
            Some(name) => (Encoding::for_label(name.as_bytes()).ok_or_else(|| unknown(&name))?, 0),
        },
    };
    let rest = bytes.get(skipped..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
    text.ok_or_else(|| unknown(encoding.name()))
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

struct Tree<'a> {
    text: &'a str,
    line: u64,
    at: usize,
    open: Vec<Node>,
    root: Option<Node>,
    elements: usize,
}

impl Tree<'_> {
    fn read(mut self) -> Result<Node, CapError> {
        let mut reader = NsReader::from_str(self.text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            self.follow(reader.buffer_position());
            let event = reader.read_event().map_err(|error| self.broken(error.to_string()))?;
            match event {
                Event::Start(element) => self.enter(&reader, &element)?,
                Event::End(_) => self.leave()?,
                Event::Text(text) => self.write(&text.xml10_content())?,
                Event::CData(text) => self.write(&text.xml10_content())?,
                Event::GeneralRef(name) => self.refer(&name)?,
                Event::DocType(_) => return Err(self.fault("cap_dtd", "DOCTYPE")),
                Event::Eof => break,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if !self.open.is_empty() {
            return Err(self.broken("cut off".to_owned()));
        }
        let error = self.broken("no element".to_owned());
        self.root.ok_or(error)
    }

    /// Counts the lines up to here.
    fn follow(&mut self, position: u64) {
        let to = usize::try_from(position).unwrap_or(self.at);
        let passed = self.text.as_bytes().get(self.at..to).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = self.at.max(to);
    }

    fn enter(&mut self, reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> Result<(), CapError> {
        self.elements += 1;
        if self.open.len() >= MAX_DEPTH || self.elements > MAX_ELEMENTS {
            return Err(self.fault("cap_too_deep", ""));
        }
        if self.root.is_some() {
            return Err(self.broken("a second root".to_owned()));
        }
        let resolver = reader.resolver();
        let (space, name) = resolver.resolve_element(element.name());
        let mut node =
            Node { name: name.as_ref().to_owned(), namespace: self.space(space)?, line: self.line, ..Node::default() };
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| self.broken(error.to_string()))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (space, name) = resolver.resolve_attribute(attribute.key);
            if self.space(space)? != OF_SCHEMAS {
                node.attributes.push(name.as_ref().to_owned());
            }
        }
        self.open.push(node);
        Ok(())
    }

    fn space(&self, resolved: ResolveResult<'_>) -> Result<String, CapError> {
        match resolved {
            ResolveResult::Bound(Namespace(name)) => Ok(name.to_owned()),
            ResolveResult::Unbound => Ok(String::new()),
            ResolveResult::Unknown(prefix) => Err(self.broken(prefix)),
        }
    }

    fn leave(&mut self) -> Result<(), CapError> {
        let node = self.open.pop().ok_or_else(|| self.broken("a second end".to_owned()))?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.root = Some(node),
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> Result<(), CapError> {
        match self.open.last_mut() {
            Some(node) => node.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.broken(text.trim().chars().take(20).collect())),
        }
        Ok(())
    }

    fn refer(&mut self, name: &BytesRef<'_>) -> Result<(), CapError> {
        let sign = name.resolve_char_ref().map_err(|error| self.broken(error.to_string()))?;
        let sign = match (sign, &**name) {
            (Some(sign), _) if is_allowed(sign) => sign,
            (Some(_), _) => return Err(self.broken(format!("&{};", &**name))),
            (None, "amp") => '&',
            (None, "lt") => '<',
            (None, "gt") => '>',
            (None, "apos") => '\'',
            (None, "quot") => '"',
            (None, other) => return Err(self.fault("cap_entity", other)),
        };
        self.write(sign.encode_utf8(&mut [0; 4]))
    }

    fn fault(&self, code: &'static str, value: &str) -> CapError {
        let path: Vec<&str> = self.open.iter().map(|node| node.name.as_str()).collect();
        CapError::new(code, self.line, &path.join("/"), value)
    }

    fn broken(&self, why: String) -> CapError {
        self.fault("cap_not_xml", &why)
    }
}
