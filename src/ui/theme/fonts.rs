//! The system's Chinese font in two weights, found off the window's thread.
//!
//! Its own Latin letters and figures stand beside its Chinese signs better than another font's, and its figures
//! are all of one width. Until it comes, or where there is none, the toolkit's own font stands in.

use std::sync::Arc;

use eframe::{
    egui::{Context, FontData, FontDefinitions, FontFamily, FontId},
    epaint::text::FontTweak,
};
use fontique::{
    Attributes, Collection, CollectionOptions, FontStyle, FontWeight, FontWidth, Query, QueryFamily, QueryFont,
    QueryStatus, SourceCache, SourceCacheOptions,
};

use crate::{
    app::{Job, Wake, job::Outcome},
    io::report::FAMILIES,
};

/// The heavier weight.
const BOLD: &str = "bold";
/// A sign that every font for Chinese has.
const TRIAL: char = '避';
/// Chinese fonts leave more room above than below: this much of the size puts their signs in the middle.
const LIFT: f32 = -0.05;

/// The fonts being looked for.
#[derive(Debug)]
pub struct Fonts(Option<Job<Option<FontDefinitions>>>);

impl Fonts {
    /// Starts looking.
    pub fn look(wake: Wake) -> Self {
        Self(Job::start("fonts", wake, |_| find()).ok())
    }

    /// Looks for nothing: the fonts stay as they are.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Puts them on when they have come; `true` when it has just turned out that there are none. Never waits.
    pub fn poll(&mut self, ctx: &Context) -> bool {
        let none = match self.0.as_ref().map(Job::poll) {
            None | Some(Outcome::Running) => return false,
            Some(Outcome::Done(Some(found))) => {
                ctx.set_fonts(found);
                false
            }
            // Another font of the system may hold the signs.
            Some(_) => !ctx.fonts_mut(|fonts| fonts.has_glyphs(&FontId::default(), "避灾")),
        };
        self.0 = None;
        none
    }
}

/// A font of this size, bold where the system has one.
pub fn bold(ctx: &Context, size: f32) -> FontId {
    let family = FontFamily::Name(BOLD.into());
    let known = ctx.fonts(|fonts| fonts.definitions().families.contains_key(&family));
    FontId::new(size, if known { family } else { FontFamily::Proportional })
}

/// The fonts of the toolkit with the system's Chinese ones before them; `None` where there is none.
pub fn find() -> Option<FontDefinitions> {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let mut files = SourceCache::new(SourceCacheOptions::default());
    let mut query = collection.query(&mut files);
    query.set_families(FAMILIES.iter().map(|name| QueryFamily::Named(name)));
    let regular = of_weight(&mut query, FontWeight::NORMAL)?;
    let heavy = of_weight(&mut query, FontWeight::BOLD).unwrap_or_else(|| regular.clone());
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, name, font) in
        [(FontFamily::Proportional, "chinese", regular), (FontFamily::Name(BOLD.into()), "chinese-bold", heavy)]
    {
        let index = font.index;
        let (file, _) = font.blob.into_raw_parts();
        let data = FontData::from_blob(file, index).tweak(FontTweak { y_offset_factor: LIFT, ..FontTweak::default() });
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
        let names = std::iter::once(name.to_owned()).chain(fallback.iter().cloned()).collect();
        fonts.families.insert(family, names);
    }
    Some(fonts)
}

/// The first of the families that has Chinese, in this weight.
fn of_weight(query: &mut Query<'_>, weight: FontWeight) -> Option<QueryFont> {
    query.set_attributes(Attributes { width: FontWidth::NORMAL, style: FontStyle::Normal, weight });
    let mut found = None;
    query.matches_with(|font| {
        let able = font.charmap().is_some_and(|map| map.map(TRIAL).is_some());
        if able {
            found = Some(font.clone());
        }
        if able { QueryStatus::Stop } else { QueryStatus::Continue }
    });
    found
}
