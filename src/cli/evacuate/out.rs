//! The plan's documents as files.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::{
    app::export::ExportCommand,
    cli::{
        Failure, Seat,
        export::journalled,
        seat::{District, shown},
        travel::Roads,
    },
    domain::{
        model::TRANSFER,
        plan::evacuation::{Deadline, Plan, Timetable},
        view::{
            evacuation::EvacuationView,
            handout::{self, Handing, Handout},
        },
    },
    io::report::{HandoutFormat, PaperFormat, write_handout},
};

/// Where the plan goes.
#[derive(Clone, Debug, clap::Args)]
pub struct OutOptions {
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "DOCUMENT")]
    handout: Option<HandoutOption>,
    #[arg(long)]
    unmask: bool,
}

/// A document of the plan.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum HandoutOption {
    Summary,
    List,
    Slips,
    Shelters,
    Trips,
    Map,
}

/// What the documents are made of.
#[derive(Clone, Copy)]
pub struct Made<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// It in words.
    pub view: &'a EvacuationView,
    /// Its trips.
    pub timing: &'a Timetable,
    /// By when.
    pub deadline: Option<&'a Deadline>,
    /// The ways.
    pub roads: &'a Roads,
}

impl OutOptions {
    fn format(&self, seat: &Seat) -> Result<Option<(PathBuf, HandoutFormat)>, Failure> {
        let Some(path) = &self.out else { return Ok(None) };
        let ending = path.extension().map(|ending| ending.to_string_lossy()).unwrap_or_default();
        let format = HandoutFormat::by_ending(&ending);
        let format = format.ok_or_else(|| seat.failure("evacuate-bad-out", &[("file", shown(path))]))?;
        Ok(Some((path.clone(), format)))
    }

    /// Whether the path says what it is to be.
    ///
    /// # Errors
    /// When it does not.
    pub fn check(&self, seat: &Seat) -> Result<(), Failure> {
        self.format(seat).map(drop)
    }

    /// An Excel file is the transfer list, a picture the map, anything else the summary, unless something else is
    /// asked.
    fn handout(&self, format: HandoutFormat) -> Handout {
        match self.handout {
            Some(HandoutOption::Summary) => Handout::Summary,
            Some(HandoutOption::List) => Handout::List,
            Some(HandoutOption::Slips) => Handout::Slips,
            Some(HandoutOption::Shelters) => Handout::Shelters,
            Some(HandoutOption::Trips) => Handout::Trips,
            Some(HandoutOption::Map) => Handout::Map,
            None => match format {
                HandoutFormat::Paper(PaperFormat::Xlsx) => Handout::List,
                HandoutFormat::Paper(_) => Handout::Summary,
                HandoutFormat::Png | HandoutFormat::Svg => Handout::Map,
            },
        }
    }
}

/// Writes the document that was asked for, if any was.
///
/// # Errors
/// When it cannot be made or written.
pub fn write(options: &OutOptions, district: &District, made: Made<'_>, seat: &Seat) -> Result<(), Failure> {
    let Some((path, format)) = options.format(seat)? else { return Ok(()) };
    let Made { plan, view, timing, deadline, roads } = made;
    let handout = options.handout(format);
    let guides = handout::guides(&district.world, plan, &roads.ways, &roads.table, handout, &seat.words);
    let handing = Handing {
        world: &district.world,
        plan,
        view,
        timing,
        deadline,
        guides: &guides,
        unmask: options.unmask,
        mark: district.meta.mark(),
        now: seat.clock.now(),
        words: &seat.words,
    };
    let bytes = write_handout(&handing, handout, format, &district.meta).map_err(Failure)?;
    seat.write(&path, &bytes)?;
    eprintln!("{}", seat.say("cli-written", &[("path", shown(&path))]));
    // Who took what out stands in the journal, as with every list.
    let command =
        ExportCommand { kind: TRANSFER.into(), path, rows: plan.called.households(), unmasked: options.unmask };
    journalled(&mut seat.opened()?, command, seat);
    Ok(())
}
