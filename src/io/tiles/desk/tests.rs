use super::*;

fn wish(x: u32) -> Wish {
    Wish { layer: 0, tile: TileId { z: 12, x, y: 7 } }
}

fn at() -> Timestamp {
    "2026-08-09T07:06:00Z".parse().unwrap()
}

/// A book of one layer on the web, these tiles wanted and none on the disk.
fn book(tiles: &[u32], now: Instant) -> Book {
    let mut book = Book::new(&[true]);
    book.want(&tiles.iter().map(|x| wish(*x)).collect::<Vec<_>>(), now);
    while let Next::Take(wish) = book.next_look(true) {
        book.looked(wish, Look::Nothing, now);
    }
    book
}

#[test]
fn the_newest_view_comes_first_and_the_stale_one_is_dropped() {
    let now = Instant::now();
    let mut book = book(&[1, 2, 3], now);
    assert_eq!(book.next_fetch(now), Next::Take(wish(1)));
    book.want(&[wish(9), wish(3)], now);
    assert_eq!(book.next_look(true), Next::Take(wish(9)));
    assert_eq!(book.next_look(true), Next::Rest(None), "3 was looked for already");
    book.looked(wish(9), Look::Nothing, now);
    assert_eq!(book.next_fetch(now), Next::Take(wish(9)));
    assert_eq!(book.next_fetch(now), Next::Take(wish(3)));
    assert_eq!(book.next_fetch(now), Next::Rest(None), "2 is no longer wanted");
}

#[test]
fn wishes_without_end_are_cut() {
    let now = Instant::now();
    let mut book = Book::new(&[true]);
    let many: Vec<Wish> = (0..100_000).map(wish).collect();
    book.want(&many, now);
    assert_eq!(book.wanted.len(), MOST_WISHES);
}

#[test]
fn a_server_that_fails_is_left_alone_for_longer_and_longer_and_asked_for_one_tile_at_a_time() {
    let mut now = Instant::now();
    let mut book = book(&[1, 2, 3, 4], now);
    // Four questions under way together that fail together are one failure.
    let asked: Vec<Next> = (0..4).map(|_| book.next_fetch(now)).collect();
    assert_eq!(asked.len(), 4);
    for x in 1..=4 {
        book.fetched(wish(x), now, Err(Trouble::NoAnswer), at(), now + Duration::from_secs(20));
    }
    now += Duration::from_secs(20);
    let mut pauses = Vec::new();
    for _ in 0..12 {
        let Next::Rest(Some(pause)) = book.next_fetch(now) else { panic!("it is left alone") };
        pauses.push(pause.as_secs());
        now += pause;
        assert!(matches!(book.next_fetch(now), Next::Take(_)));
        assert!(matches!(book.next_fetch(now), Next::Rest(_)), "one at a time");
        book.fetched(wish(1), now, Err(Trouble::NoAnswer), at(), now);
    }
    assert_eq!(pauses[..5], [2, 4, 8, 16, 32]);
    assert_eq!(pauses.last(), Some(&300));
    assert_eq!(book.health()[0].state, State::Troubled(Trouble::NoAnswer, Some(at())));
    now += Duration::from_secs(301);
    assert!(matches!(book.next_fetch(now), Next::Take(_)));
    book.fetched(wish(1), now, Ok(at()), at(), now);
    assert_eq!(book.health()[0].state, State::Loading);
    assert!(matches!(book.next_fetch(now), Next::Take(_)), "well again: the others follow");
}

#[test]
fn a_tile_that_is_not_there_says_nothing_of_the_server_once_one_was_good() {
    let now = Instant::now();
    let mut book = book(&[1, 2], now);
    book.next_fetch(now);
    book.fetched(wish(1), now, Err(Trouble::Absent), at(), now);
    assert_eq!(book.health()[0].state, State::Loading);
    book.next_fetch(now);
    book.fetched(wish(2), now, Err(Trouble::Absent), at(), now);
    assert_eq!(book.health()[0].state, State::Troubled(Trouble::Absent, None), "nothing but empty answers");
    book.want(&[wish(1), wish(2), wish(3)], now);
    book.looked(wish(3), Look::Nothing, now);
    book.next_fetch(now);
    book.fetched(wish(3), now, Ok(at()), at(), now);
    assert_eq!(book.health()[0].state, State::Ready);
    assert!(matches!(book.next_fetch(now), Next::Rest(Some(_))), "asked again some time");
}

#[test]
fn without_a_key_nothing_is_asked_and_what_was_kept_is_still_shown() {
    let now = Instant::now();
    let mut book = Book::new(&[true]);
    book.bar(0, Trouble::NoKey);
    book.want(&[wish(1), wish(2)], now);
    assert_eq!(book.next_look(true), Next::Take(wish(1)));
    book.looked(wish(1), Look::Old, now);
    book.looked(wish(2), Look::Nothing, now);
    assert_eq!(book.next_fetch(now), Next::Rest(None));
    let health = &book.health()[0];
    assert_eq!(health.state, State::Troubled(Trouble::NoKey, None));
    assert!(health.kept);
}

#[test]
fn a_tile_handed_over_and_let_go_can_be_wished_for_again() {
    let now = Instant::now();
    let mut book = Book::new(&[false]);
    book.want(&[wish(1)], now);
    assert_eq!(book.next_look(false), Next::Take(wish(1)));
    book.looked(wish(1), Look::Fresh, now);
    assert_eq!(book.next_look(false), Next::Rest(None), "not twice while it is on its way");
    book.want(&[], now);
    book.want(&[wish(1)], now);
    assert_eq!(book.next_look(false), Next::Take(wish(1)));
    assert_eq!(book.next_fetch(now), Next::Rest(None), "a file is no server");
}
