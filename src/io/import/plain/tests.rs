//! Plain tables: what is read, and what is refused with its place.

use std::path::PathBuf;

use super::{Amount, costs, places};
use crate::domain::problem::Problem;

fn file(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("list.csv");
    std::fs::write(&path, text).unwrap();
    path
}

/// What, in which row and column, with which value.
type Said<'a> = (&'a str, Option<u64>, Option<&'a str>, Option<&'a str>);

fn said(problems: &[Problem]) -> Vec<Said<'_>> {
    problems.iter().map(|one| (one.code, one.row, one.column.as_deref(), one.value.as_deref())).collect()
}

#[test]
fn a_list_is_read_by_its_headings() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "编号,名称,经度,纬度,人口\n7,汤溪村,119.4,29.1,120\nb,,119.5,29.0,０\n");
    let read = places(&path, "list.csv", Amount::PEOPLE, true).unwrap();
    let plain: Vec<_> = read.iter().map(|place| (place.id.as_str(), place.name.as_str(), place.amount)).collect();
    assert_eq!(plain, [("7", "汤溪村", 120), ("b", "b", 0)]);
    assert_eq!(read[0].at.unwrap().lon(), 119.4);
    let unplaced = file(&folder, "id,population\n1,5\n");
    assert_eq!(places(&unplaced, "list.csv", Amount::PEOPLE, false).unwrap()[0].at, None);
}

#[test]
fn everything_wrong_is_said_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "id,lon,lat,people\n1,119,29,-5\n1,119,29,\n\n3,119,29,many\n,119,29,2.5\n5,200,29,1\n6,119,north,1e12\n",
    );
    let problems = places(&path, "list.csv", Amount::PEOPLE, true).unwrap_err();
    assert_eq!(
        said(&problems),
        [
            ("plain_negative", Some(2), Some("people"), Some("-5")),
            ("plain_missing", Some(3), Some("people"), None),
            ("plain_duplicate", Some(3), Some("id"), Some("1")),
            ("plain_no_number", Some(5), Some("people"), Some("many")),
            ("plain_missing", Some(6), Some("id"), None),
            ("plain_fraction", Some(6), Some("people"), Some("2.5")),
            ("plain_no_place", Some(7), Some("lon"), Some("200, 29")),
            ("plain_too_large", Some(8), Some("people"), Some("1e12")),
            ("plain_no_number", Some(8), Some("lat"), Some("north")),
        ]
    );
    assert!(problems.iter().all(|problem| problem.file.as_deref() == Some("list.csv")));
    let path = file(&folder, "id,longitude,people\n1,119,5\n");
    let problems = places(&path, "list.csv", Amount::CAPACITY, true).unwrap_err();
    assert_eq!(
        said(&problems),
        [("plain_no_column", None, Some("lat"), None), ("plain_no_column", None, Some("capacity"), None)]
    );
}

#[test]
fn a_matrix_is_plain_or_goes_by_its_ids() {
    let folder = tempfile::tempdir().unwrap();
    let thousandths = |text: &str, from: &[&str], to: &[&str]| {
        costs(&file(&folder, text), "m.csv", from, to).map(|costs| (costs.thousandths, costs.whole))
    };
    let of = |numbers: &[u64]| numbers.iter().map(|number| Some(number * 1_000)).collect::<Vec<_>>();
    assert_eq!(thousandths("1,2\n3,4\n", &["a", "b"], &["x", "y"]), Ok((of(&[1, 2, 3, 4]), true)));
    let headed = "from,y,z,x\nb,4,9,3\nc,9,9,9\na,2,9,1\n";
    assert_eq!(thousandths(headed, &["a", "b"], &["x", "y"]), Ok((of(&[1, 2, 3, 4]), true)));
    // Ids may be numbers, and the corner with them.
    assert_eq!(thousandths("0,1,2\n1,5,6\n", &["1"], &["1", "2"]), Ok((of(&[5, 6]), true)));
    assert_eq!(thousandths(",2.5\n", &["a"], &["x", "y"]), Ok((vec![None, Some(2_500)], false)));
}

#[test]
fn a_matrix_of_the_wrong_shape_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = |text: &str| costs(&file(&folder, text), "m.csv", &["a", "b"], &["x", "y"]).unwrap_err();
    let problems = wrong("1,2,3\n4,5,6\n");
    assert_eq!(said(&problems), [("plain_shape", None, None, None)]);
    let problems = wrong("from,x\na,1\n");
    assert_eq!(said(&problems), [("plain_no_row", None, None, Some("b")), ("plain_no_heading", None, None, Some("y"))]);
    let problems = wrong("1,far\n-3,4\n");
    assert_eq!(
        said(&problems),
        [("plain_no_number", Some(1), Some("2"), Some("far")), ("plain_negative", Some(2), Some("1"), Some("-3"))]
    );
}
