//! Numbers as OSM writes them, with their units. What cannot be read says nothing: never a wrong limit.

/// What signs say by the law of the place (道路交通安全法实施条例 art. 45 and 78: a road of one lane each way is 50 km/h in
/// town and 70 outside; a motorway at most 120).
const ZONES: [(&str, f64); 4] = [("CN:urban", 50.0), ("CN:rural", 70.0), ("CN:trunk", 80.0), ("CN:motorway", 120.0)];
/// A walking pace, km/h.
const WALK_KMH: f64 = 5.0;
const MILE_KM: f64 = 1.609_344;
const FOOT_M: f64 = 0.3048;
const INCH_M: f64 = 0.0254;

/// A number and what stands behind it; a comma may be the point.
fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '+')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.replace(',', ".").parse().ok()?;
    number.is_finite().then_some((number, unit.trim()))
}

/// The smallest of several values, `50;30`.
fn smallest(text: &str, one: impl Fn(&str) -> Option<f64>) -> Option<f64> {
    text.split([';', '|']).filter_map(|part| one(part.trim())).min_by(f64::total_cmp)
}

/// A speed limit in km/h.
pub fn kmh(text: &str) -> Option<f64> {
    smallest(text, |text| {
        if text == "walk" {
            return Some(WALK_KMH);
        }
        if let Some((_, kmh)) = ZONES.iter().find(|(zone, _)| text == *zone) {
            return Some(*kmh);
        }
        let (number, unit) = split(text)?;
        let kmh = match unit.to_ascii_lowercase().as_str() {
            "" | "km/h" | "kmh" | "kph" => number,
            "mph" => number * MILE_KM,
            "knots" => number * 1.852,
            _ => return None,
        };
        (1.0..=200.0).contains(&kmh).then_some(kmh)
    })
}

/// A weight limit in tonnes.
pub fn tonnes(text: &str) -> Option<f64> {
    smallest(text, |text| {
        let (number, unit) = split(text)?;
        let tonnes = match unit.to_ascii_lowercase().as_str() {
            "" | "t" | "吨" => number,
            "kg" => number / 1_000.0,
            "st" => number * 0.907_184_74,
            "lbs" | "lb" => number * 0.000_453_592_37,
            _ => return None,
        };
        (tonnes > 0.0 && tonnes < 1_000.0).then_some(tonnes)
    })
}

/// A width or height limit in metres.
pub fn metres(text: &str) -> Option<f64> {
    smallest(text, |text| {
        let metres =
            if text.contains(['\'', '"', '′', '″']) { feet_and_inches(text)? } else { plain_metres(text)? };
        (metres > 0.0 && metres < 100.0).then_some(metres)
    })
}

fn plain_metres(text: &str) -> Option<f64> {
    let (number, unit) = split(text)?;
    match unit.to_ascii_lowercase().as_str() {
        "" | "m" | "米" => Some(number),
        "cm" => Some(number / 100.0),
        "ft" => Some(number * FOOT_M),
        "in" => Some(number * INCH_M),
        _ => None,
    }
}

/// `13'6"`, `13'`, `162"`.
fn feet_and_inches(text: &str) -> Option<f64> {
    let text = text.replace('′', "'").replace('″', "\"");
    let (feet, inches) = text.split_once('\'').unwrap_or(("", &text));
    let number = |text: &str| match text.trim() {
        "" => Some(0.0),
        text => text.parse::<f64>().ok().filter(|number| *number >= 0.0),
    };
    Some(number(feet)? * FOOT_M + number(inches.trim().trim_end_matches('"'))? * INCH_M)
}

/// A slope in percent; `up` and `down` say no number.
pub fn percent(text: &str) -> Option<f64> {
    let (number, unit) = split(text)?;
    let percent = match unit {
        "%" => number,
        "°" => number.to_radians().tan() * 100.0,
        _ => return None,
    };
    (percent.abs() <= 100.0).then_some(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-6)
    }

    #[test]
    fn speeds_weights_lengths_and_slopes_are_read_with_their_units() {
        for (text, expected) in
            [("50", 50.0), ("50 km/h", 50.0), ("30 mph", 48.28032), ("CN:urban", 50.0), ("walk", 5.0), ("60;40", 40.0)]
        {
            assert!(near(kmh(text), expected), "{text}: {:?}", kmh(text));
        }
        for text in ["none", "signals", "fast", "-5", "0", "NaN", "inf", "9999", "DE:urban", ""] {
            assert_eq!(kmh(text), None, "{text}");
        }
        for (text, expected) in [("3.5", 3.5), ("3,5 t", 3.5), ("7500 kg", 7.5), ("10 st", 9.0718474), ("20吨", 20.0)]
        {
            assert!(near(tonnes(text), expected), "{text}: {:?}", tonnes(text));
        }
        for (text, expected) in
            [("4", 4.0), ("4.2 m", 4.2), ("13'6\"", 4.1148), ("13'", 3.9624), ("250 cm", 2.5), ("14 ft", 4.2672)]
        {
            assert!(near(metres(text), expected), "{text}: {:?}", metres(text));
        }
        for text in ["default", "none", "below_default", "4 parsec", "-3", "x'y\""] {
            assert_eq!(metres(text), None, "{text}");
        }
        assert!(near(percent("8%"), 8.0) && near(percent("-5 %"), -5.0) && near(percent("45°"), 100.0));
        assert_eq!((percent("up"), percent("down"), percent("8"), percent("900%")), (None, None, None, None));
    }
}
