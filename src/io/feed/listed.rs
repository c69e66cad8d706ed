//! The feed of Zhejiang's water bureau in two steps: a list says which storms there are (`TyphoonList/2021`,
//! `TyhoonActivity`), and the track of each has an address of its own (`TyphoonInfo/202116`).

use serde_json::Value as Json;

use crate::io::{
    feed::{Answer, Fault, ask},
    tiles::{Key, fetch::Limits},
};

/// So many storms are asked for at once: never have so many gone on together.
const MOST: usize = 12;
/// The last parts of a list's address that the address of a track replaces; the bureau writes the second without a `p`.
const LISTS: [&str; 3] = ["TyphoonList", "TyhoonActivity", "TyphoonActivity"];

/// What a feed of storms says: the answer at its address, or, where that is a list without tracks, the tracks of the
/// storms on it that go on, as one list. `go_on` is asked between pieces.
///
/// # Errors
/// [`Fault`] of the first question that was not answered well: never a part of what goes on.
pub fn fetch(address: &Key, limits: &Limits, go_on: &dyn Fn() -> bool) -> Result<Answer, Fault> {
    let mut answer = ask(address, limits, go_on)?;
    let Some(numbers) = listed(&answer.bytes) else { return Ok(answer) };
    let mut bytes = vec![b'['];
    for number in &numbers {
        if !go_on() {
            return Err(Fault::Cancelled);
        }
        let address = track(address.reveal(), number).ok_or(Fault::Unknown)?;
        let one = ask(&Key::new(&address), limits, go_on)?;
        // What is put together must be whole itself.
        match serde_json::from_slice::<Json>(&one.bytes) {
            Ok(Json::Object(_)) => {}
            Err(error) if error.is_eof() => return Err(Fault::Incomplete),
            _ => return Err(if one.bytes.trim_ascii_start().starts_with(b"<") { Fault::Page } else { Fault::Unknown }),
        }
        if bytes.len() > 1 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(&one.bytes);
        answer.took += one.took;
        if bytes.len() as u64 > limits.bytes {
            return Err(Fault::TooLarge);
        }
    }
    bytes.push(b']');
    answer.bytes = bytes;
    Ok(answer)
}

/// The numbers of the storms that go on, when these bytes are a list of storms without tracks; `None`: they are not.
fn listed(bytes: &[u8]) -> Option<Vec<String>> {
    let Ok(Json::Array(storms)) = serde_json::from_slice(bytes) else { return None };
    let number = |storm: &Json| match storm.get("tfid")? {
        Json::String(number) => Some(number.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    // A number goes into an address.
    let is_number =
        |number: &String| (1..=12).contains(&number.len()) && number.bytes().all(|sign| sign.is_ascii_digit());
    if storms.is_empty() || !storms.iter().all(|storm| storm.get("points").is_none()) {
        return None;
    }
    let all: Option<Vec<(String, bool)>> = storms
        .iter()
        .map(|storm| {
            let state = storm.get("isactive");
            let is_over =
                state.is_some_and(|state| state == "0" || state == &Json::from(0) || state == &Json::Bool(false));
            number(storm).filter(is_number).map(|number| (number, !is_over))
        })
        .collect();
    let mut going: Vec<String> = all?.into_iter().filter(|(_, goes_on)| *goes_on).map(|(number, _)| number).collect();
    going.dedup();
    going.truncate(MOST);
    Some(going)
}

/// The address of a storm's track beside that of a list; `None` when the list's is of another form.
fn track(list: &str, number: &str) -> Option<String> {
    let (path, query) = list.split_once('?').map_or((list, ""), |(path, query)| (path, query));
    let places = LISTS.into_iter().filter_map(|list| {
        let lower = path.to_ascii_lowercase();
        lower.rfind(&format!("/{}", list.to_ascii_lowercase()))
    });
    let base = path.get(..places.max()?)?;
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Some(format!("{base}/TyphoonInfo/{number}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_tracks_names_those_that_go_on() {
        let list = r#"[{"tfid":"202114","name":"灿都","isactive":"0"},{"tfid":"202116","isactive":"1"},
            {"tfid":202117,"isactive":1}]"#;
        assert_eq!(listed(list.as_bytes()).unwrap(), ["202116", "202117"]);
        assert_eq!(listed(br#"[{"tfid":"202116","lat":"26.1"}]"#).unwrap(), ["202116"], "all of those that go on");
        assert_eq!(listed(br#"[{"tfid":"202116","isactive":"0"}]"#).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_list_of_numbers_is_left_to_the_reader() {
        let others = [
            "[]",
            "{}",
            "",
            "<html>",
            r#"{"tfid":"202116"}"#,
            r#"[{"tfid":"202116","points":[]}]"#,
            r#"[{"name":"无号"}]"#,
            r#"[{"tfid":"../../login"}]"#,
            r#"[{"tfid":"2021161234567"}]"#,
            "[1,2]",
        ];
        for other in others {
            assert_eq!(listed(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn the_address_of_a_track_stands_beside_that_of_the_list() {
        let of = |list: &str| track(list, "202116");
        let track = "https://example.org/Api/TyphoonInfo/202116";
        assert_eq!(of("https://example.org/Api/TyphoonList/2021").as_deref(), Some(track));
        assert_eq!(of("https://example.org/Api/TyhoonActivity").as_deref(), Some(track));
        assert_eq!(
            of("https://example.org/api/typhoonactivity/").as_deref(),
            Some("https://example.org/api/TyphoonInfo/202116")
        );
        assert_eq!(of("https://example.org/Api/TyphoonList/2021?key=1").unwrap(), format!("{track}?key=1"));
        assert_eq!(of("https://example.org/storms.json"), None);
    }
}
