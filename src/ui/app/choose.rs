//! What becomes of a choice: it changes what is looked at, or becomes a command.

use std::path::{Path, PathBuf};

use eframe::egui;

use crate::{
    app::{Command, Operation, alarm::AlarmCommand, person::PersonCommand, shelter::ShelterCommand},
    domain::{
        catalogue::Tone,
        place::{Position, bounds},
        view::{card::CardAction, finds::Target, projection::Bounds},
    },
    ui::{
        app::{App, keep},
        panels::{
            alarms, background, card, evacuation, files, form, here, invitation, journal, nearest, notice::Notice,
            rows, search, settings, top, travel,
        },
        screens::desk::{Choice, Extra, MapChoice},
        watch::Listed,
    },
};

impl App {
    pub(super) fn choose(&mut self, ctx: &egui::Context, choice: Choice) {
        match choice {
            Choice::Top(choice) => self.choose_on_top(ctx, choice),
            Choice::Figure(id) => self.list(Listed::Figure(id)),
            Choice::Rows(rows::Choice::Close) => {
                self.sight.watch.close();
            }
            Choice::Alarms(alarms::Choice::List) => self.list(Listed::Alarms),
            Choice::Alarms(alarms::Choice::Acknowledge(object)) => {
                self.submit(Command::Alarm(AlarmCommand::Acknowledge { object, note: None }));
            }
            Choice::Rows(rows::Choice::Select(object))
            | Choice::Alarms(alarms::Choice::Select(object))
            | Choice::Signal(object) => {
                self.select(object);
                self.centre();
            }
            Choice::Files(choice) => self.choose_file(choice),
            Choice::Settings(choice) => self.choose_setting(ctx, choice),
            Choice::NoticeRead => self.notice = None,
            Choice::Layers(choice) => self.choose_layers(choice),
            Choice::Layer(choice) => self.choose_layer(choice),
            Choice::Bookmarks(choice) => self.choose_bookmark(choice),
            Choice::Search(search::Choice::Search) => {
                let from = self.looking_from();
                self.sight.search(&self.memory.search, from, self.clock.now(), &self.words, &self.wake);
            }
            Choice::Search(search::Choice::Go(target)) => self.go(target),
            Choice::Here(here::Choice::Select(object)) => self.select(object),
            Choice::Here(here::Choice::Add) => self.choose_in_form(form::Choice::AddHere),
            Choice::Here(here::Choice::Unmask(object)) => self.submit(Command::Person(PersonCommand::Unmask(object))),
            Choice::Card(choice) => self.choose_on_card(choice),
            Choice::Nearest(choice) => self.choose_nearest(choice),
            Choice::Table(choice) => self.choose_in_table(choice),
            Choice::Within(choice) => self.choose_within(choice),
            Choice::Export(choice) => self.choose_export(choice),
            Choice::Rows(rows::Choice::Table(kind)) => self.table_of_rows(&kind),
            Choice::Picture(choice) => self.take_picture(ctx, choice),
            Choice::Travel(choice) => self.choose_travel(choice),
            Choice::Storm(choice) => self.choose_storm(choice),
            Choice::Rain(choice) => self.choose_rain(choice),
            Choice::Response(choice) => self.choose_response(choice),
            Choice::Evacuation(choice) => self.choose_evacuation(choice),
            Choice::Exposure(choice) => self.choose_exposure(choice),
            Choice::Board(choice) => self.choose_on_board(choice),
            Choice::Reporting(choice) => self.choose_report(choice),
            Choice::Arrivals(choice) => self.choose_arrivals(choice),
            Choice::Merging(choice) => self.choose_merging(choice),
            Choice::Homing(choice) => self.choose_homing(choice),
            Choice::Map(choice) => self.choose_on_map(choice),
            Choice::Form(choice) => self.choose_in_form(choice),
            Choice::Invitation(invitation::Choice::People(people)) => self.memory.nearest.people = people.to_string(),
            Choice::Background(background::Choice::Show(choice)) => {
                self.prefs.change(|settings| settings.tiles = *choice);
            }
            Choice::Background(background::Choice::Offline(choice)) => self.choose_offline(choice),
            Choice::Drawn(choice) => self.choose_drawn(choice),
            Choice::Keeping(choice) => self.choose_keeping(choice),
            Choice::Journal(choice) => self.choose_in_journal(choice),
        }
    }

    fn choose_nearest(&mut self, choice: nearest::Choice) {
        match choice {
            nearest::Choice::Close => self.forget_question(),
            nearest::Choice::Ask => self.ask(),
            nearest::Choice::Select(object) => self.select(object),
            nearest::Choice::Open(shelter) => self.submit(Command::Shelter(ShelterCommand::Open(shelter))),
            nearest::Choice::Route(object) => self.choose_travel(travel::Choice::RouteTo(object)),
            nearest::Choice::Within => self.within_here(),
        }
    }

    fn choose_on_map(&mut self, choice: MapChoice) {
        match choice {
            choice if self.memory.travel.picking.is_some() => self.pick_end(&choice),
            MapChoice::Select(object) => self.select(object),
            MapChoice::Place(place) if self.memory.form.takes_place() => {
                if let Some(draft) = self.memory.form.draft() {
                    draft.click(place);
                }
            }
            MapChoice::Place(place) => self.ask_from(place),
        }
    }

    fn choose_in_journal(&mut self, choice: journal::Choice) {
        match choice {
            journal::Choice::Undo => self.submit(Command::Undo),
            journal::Choice::Redo => self.submit(Command::Redo),
            journal::Choice::All => self.choose_keeping(keep::Choice::Call(Extra::Records)),
            journal::Choice::Backups => self.choose_keeping(keep::Choice::Call(Extra::Backups)),
            journal::Choice::Ready => self.choose_keeping(keep::Choice::Call(Extra::Ready)),
        }
    }

    fn choose_on_top(&mut self, ctx: &egui::Context, choice: top::Choice) {
        match choice {
            top::Choice::Lang(lang) => self.speak(lang),
            top::Choice::Dark(dark) => self.dress(ctx, dark),
            top::Choice::Wall => self.show_wall(ctx, true),
            top::Choice::Board => self.turn_board(),
            top::Choice::Storm => self.turn_storm(),
            top::Choice::Rain => self.turn_rain(),
            top::Choice::Response => self.turn_response(),
            top::Choice::Files => self.call_up(Extra::Files),
            top::Choice::Settings => self.call_up(Extra::Settings),
        }
    }

    fn choose_setting(&mut self, ctx: &egui::Context, choice: settings::Choice) {
        match choice {
            settings::Choice::TextScale(scale) => self.size_text(scale),
            settings::Choice::Motion(on) => self.prefs.change(|settings| settings.motion = on),
            settings::Choice::Dark(dark) => self.dress(ctx, dark),
            settings::Choice::Wall => self.show_wall(ctx, true),
            settings::Choice::Seat(choice) => self.choose_keeping(keep::Choice::Seat(choice)),
            settings::Choice::Close => self.memory.extra = None,
        }
    }

    /// Lists what a figure counts, or the alarms, and brings it into view.
    fn list(&mut self, list: Listed) {
        self.sight.selected = None;
        self.memory.extra = None;
        self.memory.form.leave();
        self.forget_question();
        let Some(operation) = self.seat.operation() else { return };
        let open = self.sight.watch.turn(list, operation.world(), &self.words);
        if let Some(bounds) = self.sight.watch.rows().filter(|_| open).and_then(|rows| rows.bounds) {
            self.memory.map.fit(bounds);
        }
    }

    /// Goes to the big screen, or back to the desk.
    pub(super) fn show_wall(&mut self, ctx: &egui::Context, on: bool) {
        self.memory.wall = on;
        ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(on));
        // The wall shows the situation, not what somebody was just looking for.
        self.sight.watch.close();
        self.memory.map.sketch.put_away();
        if !on {
            // The desk's map has its buttons and its size of type back.
            self.memory.map.dress.tools = true;
            self.memory.map.scale = 1.0;
        }
        self.memory.map.go_home();
    }

    fn choose_file(&mut self, choice: files::Choice) {
        match choice {
            files::Choice::Open(file) => self.open(file),
            files::Choice::Sample => {
                if let Some(folders) = &self.prefs.folders {
                    self.open(folders.sample());
                }
            }
            files::Choice::Close => self.memory.extra = None,
        }
    }

    /// A file let fall on the window: a district is opened, a CAP message is a warning, a table holds levels, rain or
    /// forecasts, or else is a township's; anything else is named.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let Some(file) = dropped.first().cloned() else { return };
        if self.seat.operation().is_some() && self.take_pictures(&dropped) {
            return;
        }
        if has_ending(&file, &["gpkg"]) {
            self.open(file);
        } else if self.seat.operation().is_some() && self.is_of_storms(&file) {
            self.read_tracks(file);
        } else if self.take_warnings(&dropped) {
            // Read off this thread.
        } else if self.seat.operation().is_some() && has_ending(&file, &["xlsx", "xls", "csv"]) {
            self.with_desk(|memory, here| memory.measuring.read(file, here));
        } else {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = self.words.with("files-dropped-other", &[("name", name)]);
            self.notice = Some(Notice::new(text, Tone::Warning));
        }
    }

    /// What is pasted while nobody types: a CAP message, or a table of levels, flows, rain or forecasts, as cells copied
    /// from a sheet.
    pub(super) fn take_pasted(&mut self, ctx: &egui::Context) {
        if self.seat.operation().is_none() || ctx.text_edit_focused() {
            return;
        }
        let pasted = |event: &egui::Event| match event {
            egui::Event::Paste(text) => Some(text.clone()),
            _ => None,
        };
        // One line is no table: somebody's name, an address.
        let is_table = |text: &String| text.trim().lines().nth(1).is_some() && text.contains(['\t', ',', '，', ';']);
        let Some(text) = ctx.input(|input| input.events.iter().find_map(pasted)) else { return };
        if !self.paste_warning(&text) && is_table(&text) {
            self.with_desk(|memory, here| memory.measuring.paste(text, here));
        }
    }

    /// From where distances of finds are said: what is selected, the place asked from, else the middle of the map.
    pub(super) fn looking_from(&self) -> Option<Position> {
        let selected = self.seat.operation().and_then(|operation| self.sight.place(operation.world()));
        let view = self.memory.map.view();
        let [width, height] = view.size;
        selected.or(self.sight.from).or_else(|| view.to_position(width / 2.0, height / 2.0))
    }

    /// Flies to what was found: an object is looked at, of a place it is asked what is there and what is nearest.
    fn go(&mut self, target: Target) {
        if self.memory.travel.picking.is_some() {
            return self.pick_end(&match target {
                Target::Object(object) => MapChoice::Select(object),
                Target::Place(place) => MapChoice::Place(place),
            });
        }
        match target {
            Target::Object(object) => {
                self.select(object);
                self.centre();
            }
            Target::Place(place) => {
                self.ask_from(place);
                // There at once; when the answers come, the map is fitted to the place and all of them.
                self.memory.map.fly_to(place);
            }
        }
    }

    /// Brings what is selected into the middle of the map; a line or an area as a whole.
    pub(super) fn centre(&mut self) {
        let Some(world) = self.seat.operation().map(Operation::world) else { return };
        let selected = self.sight.selected.as_ref().and_then(|object| world.object(object));
        let shape = selected.and_then(|object| bounds(object.geometry.as_ref()?)).or_else(|| self.warned_bounds());
        match shape.filter(|shape| shape.width() > 0.0 || shape.height() > 0.0) {
            Some(shape) => {
                let corner = Bounds::of(shape.min().x, shape.min().y);
                self.memory.map.fit(corner.with(shape.max().x, shape.max().y));
            }
            None => {
                if let Some(place) = self.sight.place(world) {
                    self.memory.map.fly_to(place);
                }
            }
        }
    }

    fn choose_on_card(&mut self, choice: card::Choice) {
        let Some(selected) = self.sight.selected.clone() else { return };
        match choice {
            card::Choice::Close => self.sight.selected = None,
            card::Choice::Select(object) => self.select(object),
            card::Choice::Edit => self.fill_selected(),
            card::Choice::Remove => self.ask_removal(),
            card::Choice::Centre => self.centre(),
            card::Choice::Within => self.within_here(),
            card::Choice::Travel(choice) => self.choose_travel(choice),
            card::Choice::TickOff => self.tick_off(&selected),
            card::Choice::Evacuate => self.choose_evacuation(evacuation::Choice::Selected),
            card::Choice::Expose => self.expose_selected(),
            card::Choice::Cap => self.write_warning(),
            card::Choice::Unmask => self.submit(Command::Person(PersonCommand::Unmask(selected))),
            card::Choice::Nearest => {
                let place = self.seat.operation().and_then(|operation| self.sight.place(operation.world()));
                if let Some(place) = place {
                    self.memory.nearest.kind = None;
                    self.ask_from(place);
                }
            }
            card::Choice::Do(CardAction::Open) => self.submit(Command::Shelter(ShelterCommand::Open(selected))),
            card::Choice::Do(CardAction::Close) => self.submit(Command::Shelter(ShelterCommand::Close(selected))),
            card::Choice::Do(CardAction::Acknowledge) => {
                self.submit(Command::Alarm(AlarmCommand::Acknowledge { object: selected, note: None }));
            }
            card::Choice::Do(CardAction::Release) => self.fill_release(&selected),
            // Who comes and goes is counted: [`card::Choice::Register`].
            card::Choice::Do(CardAction::Register) => {}
            card::Choice::Register(people) => {
                let note = Some(self.memory.card.note.trim().to_owned()).filter(|note| !note.is_empty());
                self.submit(Command::Shelter(ShelterCommand::Register { shelter: selected, people, note }));
            }
        }
    }
}

pub(super) fn has_ending(file: &Path, endings: &[&str]) -> bool {
    let own = file.extension().map(|own| own.to_string_lossy().to_ascii_lowercase());
    own.is_some_and(|own| endings.contains(&own.as_str()))
}
