//! `.osm`: XML. Nothing but the five entities that every XML has is replaced, and a document type is refused: what
//! others call an entity bomb is one sentence here.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::io::import::{
    error::ImportError,
    limits::{MAX_OSM_TAGS, MAX_OSM_WAY_REFS, MAX_OSM_XML_BYTES},
    osm::element::{Spot, Tags, Taken},
};

/// Reads a whole file.
///
/// # Errors
/// [`ImportError::Broken`] where it is cut off, no XML or no OSM; [`ImportError::TooLarge`] past a limit.
pub fn read(source: impl BufRead, taken: &mut Taken<'_>) -> Result<(), ImportError> {
    let mut reader = Reader::from_reader(Bounded { source, left: MAX_OSM_XML_BYTES });
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut at, mut seen) = (Vec::new(), At::default(), 0_u64);
    loop {
        buffer.clear();
        reader.get_mut().left = MAX_OSM_XML_BYTES;
        let event = reader.read_event_into(&mut buffer).map_err(|error| ImportError::broken("osm", error))?;
        match event {
            Event::Start(element) => at.enter(&element)?,
            Event::End(_) => at.leave(taken)?,
            Event::DocType(_) => return Err(ImportError::broken("osm", "a document type definition (DOCTYPE)")),
            Event::Eof if at.done => return Ok(()),
            Event::Eof => return Err(ImportError::broken("osm", "cut off")),
            _ => {}
        }
        seen += 1;
        taken.heard(seen)?;
    }
}

/// A reader that gives so many bytes and then fails, so that one tag without end does not fill the memory.
struct Bounded<R> {
    source: R,
    left: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("a part of it is too long"));
        }
        let bytes = self.source.fill_buf()?;
        Ok(bytes.get(..self.left).unwrap_or(bytes))
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.source.consume(count);
    }
}

/// Where in the document the reader is.
#[derive(Default)]
struct At {
    depth: usize,
    open: Option<Open>,
    done: bool,
}

/// The element that is being read.
struct Open {
    kind: Kind,
    id: i64,
    deleted: bool,
    spot: Option<Spot>,
    refs: Vec<i64>,
    tags: Tags<'static>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Node,
    Way,
    Relation,
}

impl At {
    fn enter(&mut self, element: &BytesStart<'_>) -> Result<(), ImportError> {
        let name = element.name();
        self.depth += 1;
        match (self.depth, name.as_ref()) {
            (1, name) if name == "osm" && !self.done => {}
            (1, _) => return Err(ImportError::broken("osm", "it does not begin with <osm>")),
            (2, name) => {
                let kind = match name {
                    "node" => Kind::Node,
                    "way" => Kind::Way,
                    "relation" => Kind::Relation,
                    _ => return Ok(()),
                };
                self.open = Some(Open::new(kind, element)?);
            }
            (3, "nd") => {
                if let Some(open) = self.open.as_mut().filter(|open| open.kind == Kind::Way) {
                    open.refs.push(number(element, "ref")?.ok_or_else(|| broken("<nd> without a ref"))?);
                    if open.refs.len() > MAX_OSM_WAY_REFS {
                        return Err(ImportError::too_large(
                            "vertices",
                            open.refs.len() as u64,
                            MAX_OSM_WAY_REFS as u64,
                        ));
                    }
                }
            }
            (3, "tag") => {
                // Tags of nodes and relations say nothing here.
                if let Some(open) = self.open.as_mut().filter(|open| open.kind == Kind::Way) {
                    let (key, value) = (text(element, "k")?, text(element, "v")?);
                    let (key, value) = key.zip(value).ok_or_else(|| broken("<tag> without k or v"))?;
                    open.tags.0.push((Cow::Owned(key.into_owned()), Cow::Owned(value.into_owned())));
                    if open.tags.0.len() > MAX_OSM_TAGS {
                        return Err(ImportError::too_large("columns", open.tags.0.len() as u64, MAX_OSM_TAGS as u64));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn leave(&mut self, taken: &mut Taken<'_>) -> Result<(), ImportError> {
        self.depth = self.depth.saturating_sub(1);
        self.done |= self.depth == 0;
        if self.depth != 1 {
            return Ok(());
        }
        match self.open.take() {
            Some(open) => open.into_taken(taken),
            None => Ok(()),
        }
    }
}

impl Open {
    fn new(kind: Kind, element: &BytesStart<'_>) -> Result<Self, ImportError> {
        let id = number(element, "id")?.ok_or_else(|| broken("an element without an id"))?;
        let says = |key: &str, word: &str| text(element, key).map(|text| text.is_some_and(|text| text.trim() == word));
        let deleted = says("visible", "false")? || says("action", "delete")?;
        let spot = match kind {
            Kind::Node => grid(element, "lon")?.zip(grid(element, "lat")?).and_then(|(lon, lat)| Spot::new(lon, lat)),
            Kind::Way | Kind::Relation => None,
        };
        Ok(Self { kind, id, deleted, spot, refs: Vec::new(), tags: Tags::default() })
    }

    fn into_taken(self, taken: &mut Taken<'_>) -> Result<(), ImportError> {
        let Self { kind, id, deleted, spot, refs, tags } = self;
        match kind {
            Kind::Node if deleted => Ok(taken.deleted("node", id)),
            Kind::Way if deleted => Ok(taken.deleted("way", id)),
            Kind::Node => taken.node(id, spot),
            Kind::Way => taken.way(id, refs, &tags),
            Kind::Relation => Ok(taken.relation(id)),
        }
    }
}

fn broken(why: &'static str) -> ImportError {
    ImportError::broken("osm", why)
}

fn text<'a>(element: &'a BytesStart<'_>, key: &str) -> Result<Option<Cow<'a, str>>, ImportError> {
    let found = element.try_get_attribute(key).map_err(|error| ImportError::broken("osm", error))?;
    let text = found.map(|found| found.normalized_value(XmlVersion::Implicit1_0));
    text.transpose().map_err(|error| ImportError::broken("osm", error))
}

fn number(element: &BytesStart<'_>, key: &str) -> Result<Option<i64>, ImportError> {
    let Some(text) = text(element, key)? else { return Ok(None) };
    text.trim().parse().map(Some).map_err(|_| ImportError::broken("osm", format!("{key}=\"{text}\" is no number")))
}

/// Degrees on OSM's grid; what is no number is no place.
fn grid(element: &BytesStart<'_>, key: &str) -> Result<Option<i64>, ImportError> {
    let degrees = text(element, key)?.and_then(|text| text.trim().parse::<f64>().ok());
    Ok(degrees.filter(|degrees| degrees.abs() <= 360.0).map(|degrees| (degrees * 1e7).round() as i64))
}
