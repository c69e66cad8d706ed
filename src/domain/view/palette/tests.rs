use super::*;

#[test]
fn text_can_be_read_on_every_ground_of_both_themes() {
    for palette in [&DARK, &LIGHT, &PRINT] {
        for ground in [palette.ground, palette.panel, palette.card] {
            assert!(palette.text.contrast(ground) >= 7.0);
            assert!(palette.quiet_text.contrast(ground) >= 4.5);
            assert!(palette.faint.contrast(ground) >= 3.0, "{:?}", palette.faint.contrast(ground));
            assert!(palette.accent.contrast(ground) >= 4.5);
        }
        assert!(palette.map.name.contrast(palette.map.land) >= 4.5);
        assert!(palette.map.water_name.contrast(palette.map.land) >= 4.5);
    }
}

#[test]
fn ink_in_a_symbol_can_be_read_on_every_state() {
    use Tone::{Alarm, Caution, Closed, Low, Normal, Ready, Unknown, Warning};
    for palette in [&DARK, &LIGHT, &PRINT] {
        for tone in [Alarm, Caution, Closed, Low, Normal, Ready, Unknown, Warning] {
            let fill = palette.fill(tone);
            assert!(palette.ink_on(fill).contrast(fill) >= 3.0, "{tone:?}");
        }
    }
}
