//! What flows into a water and out of it, as it is measured, m3/s.

use jiff::Timestamp;

use crate::domain::hazard::reservoir::{
    curve::CapacityCurve,
    season::is_stale,
    series::{RISE_WINDOW_HOURS, hours_between, ordered},
};

/// The field of the inflow (入库流量).
pub const INFLOW: &str = "inflow_m3s";
/// The field of the outflow (出库流量), what is released, used and spilt alike.
pub const OUTFLOW: &str = "outflow_m3s";
/// The field of the flow of a river at a gauge (流量).
pub const FLOW: &str = "flow_m3s";
/// Every field of a measured flow, in the order in which they are told.
pub const FLOWS: [&str; 3] = [INFLOW, OUTFLOW, FLOW];

/// A flow that was measured last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// How much, m3/s.
    pub m3_s: f64,
    /// When; `None`: not said.
    pub time: Option<Timestamp>,
}

impl Flow {
    /// Whether it is too old to say what is so now; one without a time is.
    pub fn is_stale(self, now: Timestamp) -> bool {
        self.time.is_none_or(|time| is_stale(time, now))
    }

    /// This one unless it is younger than `now`, then the newest reading up to it.
    fn at(known: Option<Self>, readings: &[(Timestamp, f64)], now: Timestamp) -> Option<Self> {
        let is_ahead = known.is_some_and(|flow| flow.time.is_some_and(|time| time > now));
        let last = || ordered(readings).into_iter().rfind(|(time, _)| *time <= now);
        match known {
            Some(flow) if !is_ahead => Some(flow),
            _ => last().map(|(time, m3_s)| Self { m3_s, time: Some(time) }),
        }
    }
}

/// What flows in and out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flows {
    /// Into it.
    pub inflow: Option<Flow>,
    /// Out of it.
    pub outflow: Option<Flow>,
}

impl Flows {
    /// Those that count at a moment: the register's unless they are younger, then the newest readings up to it.
    pub fn at(self, inflow: &[(Timestamp, f64)], outflow: &[(Timestamp, f64)], now: Timestamp) -> Self {
        Self { inflow: Flow::at(self.inflow, inflow, now), outflow: Flow::at(self.outflow, outflow, now) }
    }

    /// Inflow less outflow, m3/s; `None` unless both are known, neither is stale, and they are of about one moment: no
    /// further apart than the rise is taken over ([`RISE_WINDOW_HOURS`]).
    pub fn net_m3_s(self, now: Timestamp) -> Option<f64> {
        let (inflow, outflow) = self.inflow.zip(self.outflow)?;
        let apart = hours_between(inflow.time?, outflow.time?).abs();
        let is_one_moment = apart <= RISE_WINDOW_HOURS && !inflow.is_stale(now) && !outflow.is_stale(now);
        is_one_moment.then_some(inflow.m3_s - outflow.m3_s)
    }
}

/// Hours until a limit is reached by a measured net inflow, m3/s (domain notes B3: room over inflow less outflow);
/// `None` where it does not fill, is at the limit or over it, or the curve does not hold both levels.
pub fn hours_by_inflow(curve: &CapacityCurve, level_m: f64, limit_m: f64, net_m3_s: f64) -> Option<f64> {
    if !(net_m3_s > 0.0 && level_m < limit_m) {
        return None;
    }
    let room_m3 = (curve.volume(limit_m)? - curve.volume(level_m)?) * 10_000.0;
    Some(room_m3 / (net_m3_s * 3_600.0)).filter(|hours| hours.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::at;

    fn flow(m3_s: f64, time: &str) -> Option<Flow> {
        Some(Flow { m3_s, time: Some(at(time)) })
    }

    #[test]
    fn a_net_inflow_wants_both_flows_fresh_and_of_about_one_moment() {
        let both = |inflow, outflow| Flows { inflow, outflow }.net_m3_s(at("12:00"));
        assert_eq!(both(flow(90.0, "11:50"), flow(40.0, "11:00")), Some(50.0));
        assert_eq!(both(flow(90.0, "11:50"), None), None);
        assert_eq!(both(flow(90.0, "11:50"), flow(40.0, "09:59")), None, "two hours old in a flood season");
        assert_eq!(both(flow(90.0, "11:50"), Some(Flow { m3_s: 40.0, time: None })), None);
    }

    #[test]
    fn a_net_inflow_fills_the_room_below_the_limit_and_no_curve_is_extrapolated() {
        let curve = CapacityCurve::read("[[100,0.0],[110,500.0],[120,2000.0]]").unwrap();
        // 75 of 10^4 m3 by 100 m3/s.
        let hours = hours_by_inflow(&curve, 111.5, 112.0, 100.0).unwrap();
        assert!((hours - 750_000.0 / 360_000.0).abs() < 1e-9);
        for (level, limit, net) in [(112.0, 112.0, 9.0), (111.0, 112.0, 0.0), (111.0, 112.0, -9.0), (99.0, 112.0, 9.0)]
        {
            assert_eq!(hours_by_inflow(&curve, level, limit, net), None, "{level} {limit} {net}");
        }
    }

    #[test]
    fn the_registers_flow_counts_unless_it_is_younger_than_the_moment_asked_about() {
        let known = Flows { inflow: flow(90.0, "11:00"), outflow: None };
        let readings = [(at("09:00"), 70.0), (at("08:00"), 60.0), (at("10:00"), 80.0)];
        let inflow = |now: &str| known.at(&readings, &[], at(now)).inflow;
        assert_eq!(
            (inflow("12:00"), inflow("09:30"), inflow("07:00")),
            (flow(90.0, "11:00"), flow(70.0, "09:00"), None)
        );
        assert_eq!(Flows::default().at(&[], &readings, at("12:00")).outflow, flow(80.0, "10:00"));
    }
}
