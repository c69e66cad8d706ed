use proptest::prelude::*;

use super::*;

#[test]
fn every_form_that_lists_use_is_read() {
    let forms = [
        "119.640000",
        " 119.64 ",
        "119°38′24″",
        "119度38分24秒",
        "119°38'24\"E",
        "E119°38′24″",
        "119.38.24",
        "119.38.24.0",
        "１１９．６４",
        "１１９°３８′２４″",
        "119º38’24”",
        "119˚38'24''",
        "119°38.4′",
        "119 38 24",
        "119:38:24",
        "119-38-24",
        "东经119度38分24秒",
        "东经：119.64°",
        "119.64°E",
        "經度119.64",
        "经度119.64",
        "lng: 119.64",
        "+119.64",
        "119°38′24.00″",
    ];
    for form in forms {
        let angle = parse_angle(form).unwrap_or_else(|| panic!("{form}"));
        assert!((angle.degrees - 119.64).abs() < 1e-9, "{form} {angle:?}");
    }
}

#[test]
fn the_hemisphere_says_axis_and_sign() {
    let angle = |text: &str| parse_angle(text).map(|angle| (angle.degrees, angle.axis));
    assert_eq!(angle("29.5N"), Some((29.5, Some(Axis::Lat))));
    assert_eq!(angle("北纬29度30分"), Some((29.5, Some(Axis::Lat))));
    assert_eq!(angle("29°30′S"), Some((-29.5, Some(Axis::Lat))));
    assert_eq!(angle("W 70.5"), Some((-70.5, Some(Axis::Lon))));
    assert_eq!(angle("-70°30′"), Some((-70.5, None)));
    assert_eq!(angle("-0°30′"), Some((-0.5, None)));
}

#[test]
fn what_is_no_angle_is_none() {
    let texts = [
        "",
        "无",
        "-",
        "119°60′",
        "119°38′60″",
        "119.5°30′",
        "400",
        "119.38.24.5.6",
        "38′24″",
        "1 2 3 4",
        "119°38′24″38",
        "婺城区",
        "NaN",
        "inf",
        "1.2e3x",
        "E119N",
        "″",
        ".",
        "119..5",
        "1e999",
    ];
    for text in texts {
        assert_eq!(parse_angle(text), None, "{text}");
    }
}

#[test]
fn a_pair_in_one_cell_is_read_in_either_order() {
    let read = |text: &str| {
        let read = parse_position(text).unwrap_or_else(|| panic!("{text}"));
        let (lon, lat) = (read.position.lon(), read.position.lat());
        assert!((lon - 119.64).abs() < 1e-9 && (lat - 29.1).abs() < 1e-9, "{text} {read:?}");
        read.swapped
    };
    let plain = [
        "119.64,29.10",
        "119.64，29.10",
        "119.64 29.10",
        "119.64;29.10",
        "119.64、29.1",
        "119.64/29.1",
        "(119.64, 29.10)",
        "POINT(119.64 29.1)",
        "E119°38′24″,N29°06′00″",
        "E119°38′24″N29°06′00″",
        "119°38′24″E29°06′N",
        "29°06′N 119°38′24″E",
        "北纬29.1 东经119.64",
        "东经119度38分24秒，北纬29度6分",
        "119°38′24″ 29°6′0″",
        "119 38 24 29 6 0",
        "119.38.24,29.6.0",
        "经度119.64纬度29.1",
        "lat 29.1, lon 119.64",
        "１１９．６４，２９．１０",
    ];
    for text in plain {
        assert!(!read(text), "{text}");
    }
    assert!(read("29.10,119.64"));
    for text in ["119.64", "", "119.64,", "29.1N,30N", "119.64,29.1,3", "200,95", "无,无"] {
        assert_eq!(parse_position(text), None, "{text}");
    }
    let south = parse_position("-70.5 -33.25").unwrap().position;
    assert_eq!((south.lon(), south.lat()), (-70.5, -33.25));
}

#[test]
fn seconds_that_round_up_carry_over() {
    assert_eq!(format_dms(119.64, Axis::Lon), "119°38′24.0″E");
    assert_eq!(format_dms(-29.999_999_9, Axis::Lat), "30°00′00.0″S");
    assert_eq!(format_dms(0.0, Axis::Lat), "0°00′00.0″N");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(degrees in -180.0..180.0) {
        let read = parse_angle(&format_dms(degrees, Axis::Lon)).unwrap();
        prop_assert!((read.degrees - degrees).abs() <= 0.05 / 3600.0 + 1e-12);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,24}") {
        let _ = (parse_angle(&text), parse_position(&text));
    }

    #[test]
    fn nothing_like_an_angle_breaks_the_reader(text in "[0-9.,°′″'\"ENSWxy东经 -]{0,16}") {
        let _ = (parse_angle(&text), parse_position(&text));
    }
}
