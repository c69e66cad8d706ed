//! The sample district is what its issue says: counts, sums, places, names.

use sitmap::{
    demo::{District, Moment, generate},
    domain::catalogue::Catalogue,
    io::assets::shipped_catalogue,
};

fn catalogue() -> Catalogue {
    Catalogue::read(&shipped_catalogue()).0
}

/// 2026-07-20 09:30 in Beijing: the typhoon season's limits are in force.
fn now() -> jiff::Timestamp {
    jiff::Timestamp::constant(1784511000, 0)
}

fn sample(moment: Moment) -> District {
    generate(&catalogue(), 1, moment, 1, now())
}

#[test]
fn the_register_counts_are_the_same_in_both_moments() {
    for moment in [Moment::Quiet, Moment::Flood] {
        let district = sample(moment);
        assert!(district.left_out.is_empty(), "{:?}", district.left_out);
        let count = |kind: &str| district.objects.get(kind).map_or(0, Vec::len);
        let exact = [
            ("township", 26),
            ("village", 436),
            ("enterprise", 1566),
            ("shelter", 275),
            ("checkup_station", 20),
            ("reservoir", 59),
            ("pond", 165),
            ("device", 152),
            ("drill", 20),
            ("transfer", 6000),
            ("township_center", 18),
        ];
        for (kind, number) in exact {
            assert_eq!(count(kind), number, "{kind}");
        }
        assert!(count("responsible_person") >= 1400);
    }
}
