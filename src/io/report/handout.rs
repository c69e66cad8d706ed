//! A plan's documents as bytes: pages and tables, or a picture of the plan on the map.

use std::sync::Arc;

use crate::{
    domain::{
        catalogue::{GeometryType, Tone},
        view::{
            handout::{Handing, Handout},
            legend::LegendRow,
            palette::Theme,
            scene::{MarkSymbol, Ring, Size},
        },
    },
    io::{
        report::{
            PaperFormat,
            picture::{self, Page, Told},
            write_paper,
        },
        store::Meta,
    },
};

/// The size of the picture, pixels: that of most screens and slides.
const SIZE: [u32; 2] = [1920, 1080];

/// What a plan's document is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HandoutFormat {
    /// Pages, tables or text.
    Paper(PaperFormat),
    /// The map as a picture of pixels.
    Png,
    /// The map as a picture that stays sharp.
    Svg,
}

impl HandoutFormat {
    /// The format of such an ending, large or small.
    pub fn by_ending(ending: &str) -> Option<Self> {
        match ending.to_lowercase().as_str() {
            "png" => Some(Self::Png),
            "svg" => Some(Self::Svg),
            other => PaperFormat::by_ending(other).map(Self::Paper),
        }
    }
}

/// Writes a document of a plan; a picture is always of the map. Takes its time where there are many villages.
///
/// # Errors
/// A sentence that says what to do.
pub fn write_handout(
    handing: &Handing<'_>,
    handout: Handout,
    format: HandoutFormat,
    meta: &Meta,
) -> Result<Vec<u8>, String> {
    let words = handing.words;
    match format {
        HandoutFormat::Paper(format) => {
            write_paper(&handing.paper(handout), format, words).map_err(|error| error.sentence(words))
        }
        HandoutFormat::Svg => Ok(painted(handing, meta).into_bytes()),
        HandoutFormat::Png => {
            picture::png_of(&painted(handing, meta), SIZE).map_err(|error| words.get(error.message()))
        }
    }
}

/// The plan on the map with its title, its figures and what the signs mean.
fn painted(handing: &Handing<'_>, meta: &Meta) -> String {
    let words = handing.words;
    let page = Page {
        size: SIZE,
        title: handing.title(Handout::Map),
        time: Some(handing.now),
        theme: Theme::Light,
        sample: meta.sample,
        exercise: meta.exercise,
    };
    let drawn = Arc::new(handing.drawn(None));
    let view = page.view(drawn.extent());
    let mut scene = handing.scene(&drawn, &view, page.scale());
    scene.legend.push(LegendRow {
        kind: "danger_area".into(),
        name: words.get("handout-danger"),
        symbol: MarkSymbol {
            frame: crate::domain::catalogue::Frame::Event,
            tone: Tone::Alarm,
            glyph: None,
            text: String::new(),
            size: Size::Symbol,
            ring: Ring::None,
            parts: Vec::new(),
            opacity: 1.0,
        },
        geometry: GeometryType::Polygon,
        count: drawn.danger.len(),
        storm: None,
    });
    let told = Told { verdict: handing.view.verdict.clone(), figures: handing.figures() };
    picture::svg_with(&scene, &told, &page, view, words)
}
