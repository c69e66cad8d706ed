//! One question to a feed: asked with a time limit, read with a size limit, and stopped when nobody wants it any more.

use std::{
    io::Read as _,
    time::{Duration, Instant},
};

use crate::io::{
    feed::Fault,
    tiles::{
        Key,
        fetch::{self, Limits},
    },
};

/// What a feed sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The body, unpacked.
    pub bytes: Vec<u8>,
    /// The encoding that the server names, `gbk`.
    pub charset: Option<String>,
    /// How long it took, whole.
    pub took: Duration,
}

/// What feeds come as.
const ACCEPT: &str = "application/json, text/plain;q=0.8, */*;q=0.1";
/// How much is read between two looks whether anybody still waits, bytes.
const PIECE: usize = 64 << 10;

/// What a feed may take: a season's storms of the Zhejiang form are some 4 MB.
pub const fn limits() -> Limits {
    Limits { connect: Duration::from_secs(6), total: Duration::from_secs(30), bytes: 16 << 20 }
}

/// The bytes at an address of the web. `go_on` is asked between pieces of the answer.
///
/// # Errors
/// [`Fault`]: what was sent instead, or why nothing was.
pub fn ask(address: &Key, limits: &Limits, go_on: &dyn Fn() -> bool) -> Result<Answer, Fault> {
    let address = address.reveal();
    let is_of = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    let held = address.contains(char::is_whitespace) || address.contains(char::is_control);
    if held || !["http://", "https://"].into_iter().any(is_of) {
        return Err(Fault::Address);
    }
    let asked = Instant::now();
    let agent = fetch::agent(limits, ACCEPT);
    let mut response = agent.get(address).call().map_err(|error| fetch::trouble(&error))?;
    match response.status().as_u16() {
        200 => {}
        204 => return Err(Fault::Empty),
        status @ (404 | 410) => return Err(Fault::Absent(status)),
        status @ 500.. => return Err(Fault::Server(status)),
        // Too many sendings-on come back as the last of them.
        300..400 => return Err(Fault::Redirects),
        status => return Err(Fault::Refused(status)),
    }
    let body = response.body_mut();
    let mime = body.mime_type().unwrap_or_default().trim().to_ascii_lowercase();
    if mime == "text/html" || mime == "application/xhtml+xml" {
        return Err(Fault::Page);
    }
    // What is packed is judged as it unpacks; what is announced need not be waited for.
    if body.content_length().is_some_and(|length| length > limits.bytes) {
        return Err(Fault::TooLarge);
    }
    let charset = body.charset().map(str::to_owned);
    let announced = body.content_length();
    let packed = response.headers().contains_key("content-encoding");
    let mut reader = response.into_body().into_reader();
    let mut bytes = Vec::new();
    loop {
        if !go_on() {
            return Err(Fault::Cancelled);
        }
        let mut piece = vec![0; PIECE];
        let count = reader.read(&mut piece).map_err(|error| cut(&error))?;
        let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else { break };
        if (bytes.len() + read.len()) as u64 > limits.bytes {
            return Err(Fault::TooLarge);
        }
        bytes.extend_from_slice(read);
    }
    // A connection that breaks off is no short answer.
    if !packed && announced.is_some_and(|length| length != bytes.len() as u64) {
        return Err(Fault::Incomplete);
    }
    Ok(Answer { bytes, charset, took: asked.elapsed() })
}

/// Why the body ended early: a connection that breaks and packing that makes no sense are damage, not silence.
fn cut(error: &std::io::Error) -> Fault {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match error.kind() {
        UnexpectedEof | InvalidData | InvalidInput => Fault::Incomplete,
        _ => match fetch::of_io(error) {
            crate::io::tiles::Trouble::NoAnswer if !is_slow(error) => Fault::Incomplete,
            trouble => trouble.into(),
        },
    }
}

/// Whether the time was up.
fn is_slow(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    matches!(inner, Some(ureq::Error::Timeout(_))) || error.kind() == std::io::ErrorKind::TimedOut
}
