//! Nothing overlaps and nothing leaves the window, whatever its size, the size of text and the system's scale.

use eframe::egui::{Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sitmap::{domain::catalogue::Lang, io::settings::Settings};

use crate::kit::{Window, district, wait_for, window_of};

/// Windows in points at scale 1, as the system gives them.
const SIZES: [[f32; 2]; 5] = [[960.0, 600.0], [1280.0, 720.0], [1600.0, 900.0], [1920.0, 1080.0], [3840.0, 2160.0]];

/// The buttons of the window with their names and places.
fn buttons(window: &Window) -> Vec<(String, Rect)> {
    let named = |node: egui_kittest::Node<'_>| Some((node.accesskit_node().label()?, node.rect()));
    window.query_all_by_role(Role::Button).filter_map(named).filter(|(name, _)| !name.is_empty()).collect()
}

fn check(window: &Window, what: &str) {
    let all = buttons(window);
    assert!(all.len() >= 5, "{what}: {all:?}");
    let whole = window.ctx.content_rect().expand(1.0);
    for (name, rect) in &all {
        let seen = whole.contains(rect.left_top()) && whole.max.x >= rect.max.x;
        // What a scrolled side holds below its edge is scrolled to.
        assert!(seen || rect.min.y > whole.max.y * 0.5, "{what}: {name} leaves the window: {rect:?} of {whole:?}");
    }
    for (place, (name, rect)) in all.iter().enumerate() {
        for (other, its) in all.iter().skip(place + 1) {
            let shared = rect.intersect(*its);
            // One that lies wholly within another is a part of it.
            let part = rect.contains_rect(*its) || its.contains_rect(*rect);
            let apart = shared.width() <= 1.0 || shared.height() <= 1.0 || part;
            assert!(apart, "{what}: {name} {rect:?} lies over {other} {its:?}");
        }
    }
}

#[test]
fn no_button_lies_over_another_or_leaves_the_window_at_any_size_and_scale() {
    let district = district(false);
    for size in SIZES {
        for (lang, text_scale, scale) in
            [(Lang::Zh, 1.0, 1.0), (Lang::En, 1.0, 1.5), (Lang::Zh, 2.0, 1.0), (Lang::En, 1.0, 2.5)]
        {
            // The system's scale takes points away from a screen of so many pixels.
            let points = size.map(|side| side / scale);
            if points[0] < 760.0 {
                continue;
            }
            let settings = Settings { lang, text_scale, ..Settings::default() };
            let mut window = window_of(&district.file, settings, points, scale);
            wait_for(&mut window, if lang == Lang::Zh { "看全区" } else { "Whole district" });
            window.run_steps(4);
            check(&window, &format!("{size:?} text {text_scale} scale {scale} {lang:?}"));
        }
    }
}
