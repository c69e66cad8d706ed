//! A position as people write it: read from any form, and written in the forms that other programs and lists take.

use crate::domain::place::{Axis, Datum, GaussKrueger, Position, format_dms, is_shifted_there, parse_position};

/// How a text gave a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given {
    /// Degrees, longitude first or said to be otherwise.
    Degrees,
    /// Degrees whose second number can be no latitude: they were read the other way round.
    Swapped,
    /// Metres of a CGCS2000 zone, by the meridian in its middle.
    Metres(f64),
}

/// A position read from whatever people write, taken for WGS-84: degrees in any form, or metres of a CGCS2000 zone in
/// either order. `None`: it is no position.
pub fn read_position(text: &str) -> Option<(Position, Given)> {
    if let Some(read) = parse_position(text) {
        let (lon, lat) = (read.position.lon(), read.position.lat());
        // Two bare small numbers are as likely a house number: degrees have a fraction, a mark or a letter.
        let plain = text.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace() || sign == '-');
        // Latitude first, as phones show it: 29.1, 119.6 falls in China only the other way round.
        let as_phone = Position::new(lat, lon).ok().filter(|other| {
            is_shifted_there(*other) && !is_shifted_there(read.position) && !text.chars().any(is_direction)
        });
        return match as_phone {
            Some(position) => Some((position, Given::Swapped)),
            None if read.swapped => Some((read.position, Given::Swapped)),
            None => (!plain).then_some((read.position, Given::Degrees)),
        };
    }
    let narrow: String = text.chars().map(narrow).collect();
    let numbers: Vec<f64> = narrow
        .split(|sign: char| !(sign.is_ascii_digit() || sign == '.'))
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [one, other] = *numbers.as_slice() else { return None };
    let only = narrow.chars().all(|sign| sign.is_ascii_digit() || "., ;:/()[]=xyXYEN\t米m".contains(sign));
    let (zone, easting_m, northing_m) = GaussKrueger::guess(one, other).filter(|_| only)?;
    let position = zone.unproject(easting_m, northing_m)?;
    Some((position, Given::Metres(zone.central_meridian_deg())))
}

fn is_direction(sign: char) -> bool {
    sign.is_alphabetic()
}

fn narrow(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{3000}' => ' ',
        '、' | '。' => ',',
        _ => sign,
    }
}

/// A form that a position is written in for another program or list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// WGS-84 decimal degrees, longitude first.
    Wgs84,
    /// CGCS2000, three-degree zone 40 (EPSG:4549), easting then northing in metres, no zone number in front.
    Zone40,
    /// GCJ-02 decimal degrees (Amap, Tencent), longitude first.
    Gcj02,
    /// BD-09 decimal degrees (Baidu), longitude first.
    Bd09,
    /// WGS-84 degrees, minutes and seconds.
    Dms,
}

impl Form {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Wgs84, Self::Zone40, Self::Gcj02, Self::Bd09, Self::Dms];

    /// Its id in messages and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Zone40 => "zone40",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
            Self::Dms => "dms",
        }
    }

    /// The position in this form: degrees to six places, a tenth of a metre; metres to two.
    pub fn write(self, position: Position) -> String {
        let degrees = |at: Position| format!("{:.6},{:.6}", at.lon(), at.lat());
        match self {
            Self::Wgs84 => degrees(position),
            Self::Gcj02 => degrees(Datum::Gcj02.from_wgs84(position)),
            Self::Bd09 => degrees(Datum::Bd09.from_wgs84(position)),
            Self::Zone40 => {
                let (easting_m, northing_m) = GaussKrueger::WUCHENG.project(position);
                format!("{easting_m:.2},{northing_m:.2}")
            }
            Self::Dms => {
                format!("{},{}", format_dms(position.lon(), Axis::Lon), format_dms(position.lat(), Axis::Lat))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::distance_m;

    #[test]
    fn every_form_people_write_is_read() {
        let here = Position::new(119.64, 29.1).unwrap();
        let (easting_m, northing_m) = GaussKrueger::WUCHENG.project(here);
        let zone40 = [
            format!("{easting_m:.2},{northing_m:.2}"),
            format!("{northing_m:.2} {easting_m:.2}"),
            format!("40{easting_m:.2} {northing_m:.2}"),
            format!("X={northing_m:.2}，Y={easting_m:.2}"),
        ];
        let degrees = [
            "119.64,29.1",
            "29.1,119.64",
            "29.1 119.64",
            "１１９．６４，２９．１０",
            "119°38′24″E 29°06′00″N",
            "东经119度38分24秒，北纬29度6分",
            "N29.1 E119.64",
        ];
        for text in degrees.iter().map(|text| (*text).to_owned()).chain(zone40) {
            let (found, given) = read_position(&text).unwrap_or_else(|| panic!("{text}"));
            assert!(distance_m(found, here) < 0.1, "{text} {found:?} {given:?}");
        }
        assert_eq!(read_position("29.1,119.64").unwrap().1, Given::Swapped);
        assert_eq!(read_position(&format!("{easting_m:.2},{northing_m:.2}")).unwrap().1, Given::Metres(120.0));
        for text in ["", "白龙桥", "12 34", "330702-101", "13900000001", "119.64", "blq"] {
            assert_eq!(read_position(text), None, "{text}");
        }
        // A storm far out at sea.
        assert_eq!(read_position("140.5,15.2").unwrap().1, Given::Degrees);
    }

    #[test]
    fn what_is_copied_reads_back_to_the_place() {
        let here = Position::new(119.553_217, 29.031_864).unwrap();
        for form in Form::ALL {
            let (found, _) = read_position(&form.write(here)).unwrap();
            let back = match form {
                Form::Gcj02 => Datum::Gcj02.to_wgs84(found),
                Form::Bd09 => Datum::Bd09.to_wgs84(found),
                _ => found,
            };
            // DMS has tenths of a second: three metres.
            assert!(distance_m(back, here) < if form == Form::Dms { 2.5 } else { 0.15 }, "{form:?}");
        }
    }
}
