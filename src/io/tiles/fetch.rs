//! One tile from a server: asked with a time limit, read with a size limit, looked at before it is believed.

use std::{io, sync::Arc, time::Duration};

use ureq::{
    Agent, Error as Http, Timeout,
    tls::{RootCerts, TlsConfig},
};

use crate::io::tiles::{Trouble, decode};

/// What a server may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// To be reached.
    pub connect: Duration,
    /// To answer, whole.
    pub total: Duration,
    /// The bytes of an answer, unpacked. A tile is some 20 kB; no map has tiles of megabytes.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(6), total: Duration::from_secs(20), bytes: 4 * 1024 * 1024 }
    }
}

/// How often a server may send on to another address.
const REDIRECTS: u32 = 4;
/// Tile servers ask to be told who asks.
const USER_AGENT: &str = concat!("SitMap/", env!("CARGO_PKG_VERSION"), " (desktop situation map)");

/// What tiles come as.
const ACCEPT: &str = "image/*, application/x-protobuf, application/vnd.mapbox-vector-tile, */*;q=0.1";

/// What asks servers, tiles' and feeds' alike: within these limits, for answers of these types.
pub(in crate::io) fn agent(limits: &Limits, accept: &str) -> Agent {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        // ureq brings no cryptography of its own here: rustls with ring, given to it alone.
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder()
        .timeout_connect(Some(limits.connect))
        .timeout_resolve(Some(limits.connect))
        .timeout_global(Some(limits.total))
        .max_redirects(REDIRECTS)
        .http_status_as_error(false)
        .user_agent(USER_AGENT)
        .accept(accept)
        .max_response_header_size(32 * 1024)
        .tls_config(tls)
        .build();
    config.new_agent()
}

/// Asks servers for tiles. Cheap to clone; connections are kept open between tiles.
#[derive(Clone, Debug)]
pub struct Fetcher {
    agent: Agent,
    limits: Limits,
}

impl Fetcher {
    /// A fetcher with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { agent: agent(&limits, ACCEPT), limits }
    }

    /// The bytes of the tile at an address: surely a picture or a vector tile by their first bytes.
    ///
    /// # Errors
    /// [`Trouble`]: never with the address in it, which may hold a key.
    pub fn get(&self, address: &str) -> Result<Vec<u8>, Trouble> {
        let mut response = self.agent.get(address).call().map_err(|error| trouble(&error))?;
        let status = response.status().as_u16();
        match status {
            200 => {}
            204 | 404 | 410 => return Err(Trouble::Absent),
            500.. => return Err(Trouble::Server(status)),
            _ => return Err(Trouble::Refused(status)),
        }
        let body = response.body_mut();
        if !body.mime_type().is_none_or(is_tile_type) {
            return Err(Trouble::NotATile);
        }
        if body.content_length().is_some_and(|length| length > self.limits.bytes) {
            return Err(Trouble::TooLarge);
        }
        let bytes = body.with_config().limit(self.limits.bytes).read_to_vec().map_err(|error| trouble(&error))?;
        // An empty answer is how some servers say that there is nothing to draw.
        if bytes.is_empty() {
            return Err(Trouble::Absent);
        }
        if decode::kind(&bytes).is_none() { Err(Trouble::NotATile) } else { Ok(bytes) }
    }
}

/// Whether an answer of this type can be a tile at all. Pages and messages are not, whatever they say.
fn is_tile_type(mime: &str) -> bool {
    let mime = mime.trim().to_ascii_lowercase();
    let protobuf = ["protobuf", "mapbox-vector-tile", "octet-stream", "x-mvt"].iter().any(|name| mime.contains(name));
    (mime.starts_with("image/") && !mime.contains("svg")) || protobuf || mime.is_empty()
}

/// What stands in the way, in one word.
pub(in crate::io) fn trouble(error: &Http) -> Trouble {
    match error {
        Http::Timeout(Timeout::Resolve) | Http::HostNotFound => Trouble::Offline,
        Http::Timeout(_) => Trouble::NoAnswer,
        Http::BodyExceedsLimit(_) => Trouble::TooLarge,
        Http::TooManyRedirects | Http::RedirectFailed => Trouble::Redirects,
        Http::BadUri(_) | Http::Http(_) | Http::InvalidProxyUrl => Trouble::Address,
        Http::Tls(_) | Http::Rustls(_) => Trouble::Unsafe,
        Http::Io(error) => of_io(error),
        _ => Trouble::NoAnswer,
    }
}

/// The same of what a body's reader says.
pub(in crate::io) fn of_io(error: &io::Error) -> Trouble {
    use io::ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable};
    // ureq hands its own errors through as those of reading.
    if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<Http>())
        && !matches!(inner, Http::Io(_))
    {
        return trouble(inner);
    }
    if is_unknown_name(error) {
        return Trouble::Offline;
    }
    match error.kind() {
        HostUnreachable | NetworkDown | NetworkUnreachable => Trouble::Offline,
        _ => Trouble::NoAnswer,
    }
}

/// Whether the system knows no machine of that name: without a network that is every machine.
fn is_unknown_name(error: &io::Error) -> bool {
    // Windows numbers it; elsewhere the standard library gives no kind of its own but always these words.
    const WINDOWS: [i32; 4] = [11_001, 11_002, 11_003, 11_004];
    error.raw_os_error().is_some_and(|code| cfg!(windows) && WINDOWS.contains(&code))
        || error.to_string().starts_with("failed to lookup address information")
}
