//! What a plan is asked to be, as options.

use clap::ValueEnum;
use jiff::Timestamp;

use crate::{
    cli::{Failure, Seat},
    domain::{
        place::Position,
        plan::evacuation::{Basis, Choices, Counting, Deadline, DeadlineKind, Fleet, Goal, Keep, Times, Wanted, typed},
        query::name_of,
        world::World,
    },
};

/// What a plan is asked to be.
#[derive(Clone, Debug, clap::Args)]
pub struct PlanOptions {
    #[arg(long, value_name = "HAZARD")]
    hazard: Option<String>,
    #[arg(long, value_enum, value_name = "list|population", default_value_t)]
    basis: BasisOption,
    #[arg(long, value_name = "PERCENT", default_value = "100")]
    share: String,
    #[arg(long, value_name = "PERCENT", default_value = "0")]
    relatives: String,
    #[arg(long, value_name = "TOWNSHIP=PERCENT")]
    relatives_of: Vec<String>,
    #[arg(long, value_enum, value_name = "free|households|villages", default_value_t)]
    keep: KeepOption,
    #[arg(long, value_enum, value_name = "total|worst", default_value_t)]
    goal: GoalOption,
    #[arg(long)]
    own_first: bool,
    #[arg(long)]
    county_last: bool,
    #[arg(long, value_name = "MINUTES")]
    most_minutes: Option<f64>,
    #[arg(long, value_name = "PERCENT", default_value = "0")]
    reserve: String,
    #[arg(long)]
    open_none: bool,
    #[arg(long)]
    frail_anywhere: bool,
    #[arg(long)]
    keep_told: bool,
    #[arg(long, value_name = "TIME|EARLIEST-LATEST|nightfall")]
    deadline: Option<String>,
    #[arg(long, value_name = "NAME:NUMBER:SEATS")]
    fleet: Vec<String>,
    #[arg(long, value_name = "MINUTES", default_value_t = Times::default().notice_min)]
    notice: f64,
    #[arg(long, value_name = "MINUTES", default_value_t = Times::default().loading_min)]
    loading: f64,
    #[arg(long, value_name = "MINUTES", default_value_t = Times::default().unloading_min)]
    unloading: f64,
}

/// What people are counted by.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum BasisOption {
    #[default]
    List,
    Population,
}

/// What stays together.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum KeepOption {
    #[default]
    Free,
    Households,
    Villages,
}

/// What is made least.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum GoalOption {
    #[default]
    Total,
    Worst,
}

impl PlanOptions {
    /// The hazard, if the catalogue knows it.
    ///
    /// # Errors
    /// When it does not.
    pub fn hazard(&self, world: &World, seat: &Seat) -> Result<Option<String>, Failure> {
        let Some(hazard) = &self.hazard else { return Ok(None) };
        let field = world.catalogue().kind("shelter").and_then(|kind| kind.field("suitable_hazards"));
        if let Some(field) = field
            && field.choice(hazard).is_none()
        {
            let known: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
            return Err(seat.failure("query-no-hazard", &[("hazard", hazard.as_str()), ("known", &known.join(", "))]));
        }
        Ok(Some(hazard.clone()))
    }

    /// The choices.
    ///
    /// # Errors
    /// When a number is no percentage.
    pub fn choices(&self, seat: &Seat) -> Result<Choices, Failure> {
        let mut counting = Counting {
            basis: match self.basis {
                BasisOption::List => Basis::List,
                BasisOption::Population => Basis::Population,
            },
            share: percent(&self.share, seat)?,
            relatives: percent(&self.relatives, seat)?,
            ..Counting::default()
        };
        for one in &self.relatives_of {
            let bad = || seat.failure("evacuate-bad-percent", &[("text", one)]);
            let (township, share) = one.split_once(['=', '＝']).ok_or_else(bad)?;
            counting.relatives_by_township.insert(township.trim().to_owned(), percent(share, seat)?);
        }
        let bad_minutes = self.most_minutes.filter(|minutes| !(minutes.is_finite() && *minutes > 0.0));
        if let Some(minutes) = bad_minutes {
            return Err(seat.failure("evacuate-bad-minutes", &[("text", minutes.to_string())]));
        }
        Ok(Choices {
            keep_told: self.keep_told,
            counting,
            wanted: Wanted { reserve: percent(&self.reserve, seat)?, may_open: !self.open_none, ..Wanted::default() },
            keep: match self.keep {
                KeepOption::Free => Keep::Free,
                KeepOption::Households => Keep::Households,
                KeepOption::Villages => Keep::Villages,
            },
            goal: match self.goal {
                GoalOption::Total => Goal::Total,
                GoalOption::Worst => Goal::Worst,
            },
            own_first: self.own_first,
            county_last: self.county_last,
            most_minutes: self.most_minutes,
            frail_suitable: !self.frail_anywhere,
        })
    }

    /// Whether the townships that are named are there: a share for none would be lost in silence.
    ///
    /// # Errors
    /// When one is not.
    pub fn townships(&self, world: &World, seat: &Seat) -> Result<(), Failure> {
        let Some(layer) = world.layer("township") else { return Ok(()) };
        let named = self.relatives_of.iter().filter_map(|one| one.split_once(['=', '＝'])).map(|(name, _)| name.trim());
        for name in named {
            if !layer.objects().any(|object| name_of(layer.kind(), object) == name) {
                return Err(seat.failure("evacuate-unknown-township", &[("name", name)]));
            }
        }
        Ok(())
    }

    /// The deadline: a moment, a clock time of today or tomorrow (Beijing time), nightfall at a place, or a forecast
    /// arrival between two clock times or moments.
    ///
    /// # Errors
    /// When it cannot be read, or the sun does not set.
    pub fn deadline(&self, at: Option<Position>, seat: &Seat) -> Result<Option<Deadline>, Failure> {
        let Some(text) = self.deadline.as_deref().map(str::trim) else { return Ok(None) };
        let now = seat.clock.now();
        if text == "nightfall" || text == "天黑" {
            let deadline = at.and_then(|at| Deadline::nightfall(at, now));
            return deadline.map(Some).ok_or_else(|| seat.failure::<&str>("evacuate-no-sunset", &[]));
        }
        let moment = |text: &str| text.trim().parse::<Timestamp>().ok();
        let deadline = if let Some(at) = moment(text) {
            Some(Deadline { at, latest: None, kind: DeadlineKind::Clock })
        } else if let Some((earliest, latest)) = text.split_once('/') {
            moment(earliest).zip(moment(latest)).and_then(|(earliest, latest)| Deadline::between(earliest, latest))
        } else if let Some((earliest, latest)) = typed::span(text) {
            Deadline::forecast(earliest, latest, now)
        } else {
            typed::clock_time(text).and_then(|time| Deadline::clock(time, now))
        };
        deadline.map(Some).ok_or_else(|| seat.failure("evacuate-bad-time", &[("text", text)]))
    }

    /// The vehicles and the times around them. Without a fleet there are enough of them.
    ///
    /// # Errors
    /// When a fleet cannot be read.
    pub fn times(&self, seat: &Seat) -> Result<Times, Failure> {
        let bad = |text: &String| seat.failure("evacuate-bad-fleet", &[("text", text)]);
        let fleet: Result<Vec<Fleet>, Failure> =
            self.fleet.iter().map(|text| typed::fleet(text).ok_or_else(|| bad(text))).collect();
        Ok(Times {
            fleet: fleet?,
            loading_min: self.loading.max(0.0),
            unloading_min: self.unloading.max(0.0),
            notice_min: self.notice.max(0.0),
            ..Times::default()
        })
    }
}

fn percent(text: &str, seat: &Seat) -> Result<f64, Failure> {
    typed::percent(text).ok_or_else(|| seat.failure("evacuate-bad-percent", &[("text", text)]))
}
