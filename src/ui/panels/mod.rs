//! The panels: functions that draw a view and return what was chosen.

pub mod alarms;
pub mod background;
pub mod backups;
pub mod card;
pub mod export;
pub mod files;
pub mod first;
pub mod invitation;
pub mod journal;
pub mod layers;
pub mod legend;
pub mod nearest;
pub mod notice;
pub mod picture;
pub mod ready;
pub mod records;
pub mod rows;
pub mod search;
pub mod seat;
pub mod settings;
pub mod status;
pub mod strip;
pub mod table;
pub mod tools;
pub mod top;
pub mod within;
