//! Templates of addresses, and the one place that puts a key into one.

use crate::io::tiles::{TileId, Trouble, choice::Key};

/// A template: `{z}`, `{x}`, `{y}` (from the north) or `{-y}` (from the south), `{s}`, `{key}`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// May itself hold a key: the seat's own address often does.
    template: Key,
    hosts: Vec<String>,
}

impl Address {
    /// A template and the hosts that `{s}` stands for.
    ///
    /// # Errors
    /// [`Trouble::Address`] when it is no http address or has no place for the tile's numbers.
    pub fn new(template: &str, hosts: Vec<String>) -> Result<Self, Trouble> {
        let template = spelled(template.trim());
        let web = ["http://", "https://"].iter().any(|scheme| {
            template.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && template.len() > scheme.len()
        });
        let row = template.contains("{y}") || template.contains("{-y}");
        let held = template.contains(char::is_whitespace) || template.contains(char::is_control);
        if !web || !row || held || !template.contains("{x}") || !template.contains("{z}") {
            return Err(Trouble::Address);
        }
        let (template, found) = hosts_in(&template);
        let hosts = if hosts.is_empty() { found } else { hosts };
        if template.contains("{s}") && hosts.is_empty() {
            return Err(Trouble::Address);
        }
        Ok(Self { template: Key::new(&template), hosts })
    }

    /// Whether a key is needed.
    pub fn wants_key(&self) -> bool {
        self.template.reveal().contains("{key}")
    }

    /// The address of a tile. The same tile always comes from the same host, so that caches on the way serve.
    ///
    /// # Errors
    /// [`Trouble::NoKey`] when one is needed and there is none.
    pub fn of(&self, tile: TileId, key: &Key) -> Result<String, Trouble> {
        if self.wants_key() && key.is_empty() {
            return Err(Trouble::NoKey);
        }
        let count = self.hosts.len().max(1);
        let turn = usize::try_from(u64::from(tile.x) + u64::from(tile.y)).unwrap_or(0) % count;
        let host = self.hosts.get(turn).map_or("", String::as_str);
        let text = self.template.reveal().replace("{s}", host).replace("{z}", &tile.z.to_string());
        let text = text.replace("{x}", &tile.x.to_string()).replace("{y}", &tile.y.to_string());
        let text = text.replace("{-y}", &tile.row_from_south().to_string());
        Ok(text.replace("{key}", &escaped(key.reveal())))
    }

    /// Whether its servers are in a domain, or in one below it.
    pub fn is_at(&self, domain: &str) -> bool {
        let rest = self.template.reveal().split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }

    /// A number that tells this template from another without giving it away (FNV-1a of the template, key apart).
    pub fn print(&self) -> u64 {
        let bytes = self.template.reveal().bytes();
        bytes.fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// Other ways of writing the same: WMTS names, Leaflet's TMS, `${z}`, `%7Bz%7D`.
fn spelled(template: &str) -> String {
    const WAYS: [(&str, &str); 13] = [
        ("%7B", "{"),
        ("%7b", "{"),
        ("%7D", "}"),
        ("%7d", "}"),
        ("${", "{"),
        ("{TileMatrix}", "{z}"),
        ("{TileCol}", "{x}"),
        ("{TileRow}", "{y}"),
        ("{Z}", "{z}"),
        ("{X}", "{x}"),
        ("{Y}", "{y}"),
        ("{tk}", "{key}"),
        ("{apikey}", "{key}"),
    ];
    WAYS.iter().fold(template.to_owned(), |text, (way, ours)| text.replace(way, ours))
}

/// Takes the hosts out of a template that lists them in place: `{0-7}`, `{a-c}`, `{a,b,c}`, `[0-7]`.
fn hosts_in(template: &str) -> (String, Vec<String>) {
    for (open, close) in [('{', '}'), ('[', ']')] {
        for (start, _) in template.match_indices(open) {
            let Some(rest) = template.get(start + 1..) else { continue };
            let Some((inside, after)) = rest.split_once(close) else { continue };
            let before = template.get(..start).unwrap_or_default();
            let hosts = listed(inside);
            if !hosts.is_empty() {
                return (format!("{before}{{s}}{after}"), hosts);
            }
        }
    }
    (template.to_owned(), Vec::new())
}

fn listed(inside: &str) -> Vec<String> {
    let letters: Vec<char> = inside.chars().collect();
    if let [from, '-', to] = letters.as_slice()
        && from.is_ascii_alphanumeric()
        && to.is_ascii_alphanumeric()
        && from <= to
    {
        return (*from..=*to).map(String::from).collect();
    }
    let parts: Vec<&str> = inside.split(',').collect();
    let plain = |part: &&str| !part.is_empty() && part.chars().all(|each| each.is_ascii_alphanumeric());
    if parts.len() > 1 && parts.iter().all(plain) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    Vec::new()
}

/// As part of an address: what is not plain is written as `%XX`.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILE: TileId = TileId { z: 3, x: 5, y: 2 };

    fn of(template: &str) -> String {
        Address::new(template, vec![]).unwrap().of(TILE, &Key::new("a b")).unwrap()
    }

    #[test]
    fn a_template_is_filled_in_every_way_of_writing_it() {
        assert_eq!(of("https://e.org/{z}/{x}/{y}.png"), "https://e.org/3/5/2.png");
        assert_eq!(of("https://e.org/{z}/{x}/{-y}.png"), "https://e.org/3/5/5.png");
        assert_eq!(of("https://e.org/${z}/%7Bx%7D/{Y}?tk={tk}"), "https://e.org/3/5/2?tk=a%20b");
        let wmts = "http://e.org/wmts?TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}";
        assert_eq!(of(wmts), "http://e.org/wmts?TILEMATRIX=3&TILEROW=2&TILECOL=5");
        assert_eq!(of("https://t{0-3}.e.org/{z}/{x}/{y}"), "https://t3.e.org/3/5/2");
        assert_eq!(of("https://{a,b}.e.org/{z}/{x}/{y}"), "https://b.e.org/3/5/2");
        assert_eq!(of("https://webrd0[1-4].e.org/{z}/{x}/{y}"), "https://webrd04.e.org/3/5/2");
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for template in [
            "",
            "e.org/{z}/{x}/{y}",
            "file:///{z}/{x}/{y}",
            "https://e.org/{z}/{x}",
            "https://{s}.e.org/{z}/{x}/{y}",
            "https://e.org/ {z}/{x}/{y}",
        ] {
            assert_eq!(Address::new(template, vec![]), Err(Trouble::Address), "{template}");
        }
    }

    #[test]
    fn a_source_with_a_key_says_when_there_is_none_and_never_shows_it() {
        let address = Address::new("https://e.org/{z}/{x}/{y}?tk={key}", vec![]).unwrap();
        assert_eq!(address.of(TILE, &Key::default()), Err(Trouble::NoKey));
        let secret = Address::new("https://e.org/{z}/{x}/{y}?token=c0ffee", vec![]).unwrap();
        assert!(!format!("{secret:?}").contains("c0ffee"));
    }
}
