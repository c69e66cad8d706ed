//! Arguments → operation → window or command.

use std::process::ExitCode;

use sitmap::{
    app::Clock,
    cli::{self, Arguments, Seat, crash},
    io::assets,
};

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let clock = Clock::system();
    let seat = Seat::new(&arguments.global, clock.clone());
    let reports = seat.folders.as_ref().map(|folders| folders.data.join("reports"));
    crash::install(reports, clock, assets::words(seat.lang()));
    match &arguments.verb {
        Some(verb) => cli::run(verb, &seat, arguments.global.json),
        None => window(seat),
    }
}

#[cfg(feature = "gui")]
fn window(seat: Seat) -> ExitCode {
    use sitmap::{
        io::settings::Folders,
        ui::{self, Launch},
    };

    // The window makes the sample itself, in the background, when it is not there yet.
    let file = seat.last().or_else(|| seat.folders.as_ref().map(Folders::sample));
    let launch = Launch { file, settings: seat.settings, folders: seat.folders };
    match ui::run(launch) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", seat.words.with("cli-window-failed", &[("why", error.to_string())]));
            ExitCode::from(2)
        }
    }
}

#[cfg(not(feature = "gui"))]
fn window(seat: Seat) -> ExitCode {
    eprintln!("{}", seat.words.get("cli-window-missing"));
    ExitCode::from(2)
}
