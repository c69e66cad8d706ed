//! Road networks from outside: OSM files as they are, line layers joined first; then the part of them that the
//! district needs. Nothing is written here.

mod layer;
mod left_out;

use std::{ops::ControlFlow, path::Path};

use geo_types::{Coord, Geometry, Polygon};

pub use left_out::{Left, LeftOut};

use crate::{
    domain::{
        model::Uid,
        network::{self, ClipArea, Clipped, Joined, Road},
        problem::Problem,
        world::World,
    },
    io::import::{
        Crs, bytes_of,
        error::ImportError,
        osm::{self, Packing},
    },
};

/// The kind whose polygons outline the district.
const OUTLINE: &str = "district";

/// What the user says of a road file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Whether only what the district needs is taken.
    pub clip: bool,
    /// How far beyond the outline roads are kept.
    pub margin_m: f64,
    /// How near lines of a layer must come to be joined.
    pub tolerance_m: f64,
    /// The datum of a line layer; `None`: guessed. OSM is WGS-84.
    pub crs: Option<Crs>,
}

impl Default for Options {
    fn default() -> Self {
        Self { clip: true, margin_m: 5_000.0, tolerance_m: 1.0, crs: None }
    }
}

/// Whether and how the network was cut to the district.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cut {
    /// It was asked for whole.
    NotWanted,
    /// The district has no outline: it is taken whole.
    NoOutline,
    /// It was cut.
    Done {
        /// Roads of which a part is left.
        cut: u64,
        /// Roads wholly beyond.
        outside: u64,
    },
}

/// What a line layer took to become a network.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Joints {
    /// Ends that were moved onto another line.
    pub moved_ends: u64,
    /// Vertices inserted where lines cross or touch.
    pub inserted: u64,
}

/// A road file that was read.
#[derive(Clone, Debug)]
pub struct RoadFile {
    /// `osm`, `osm.gz`, `osm.pbf`, `geojson` and the other formats of lists.
    pub format: &'static str,
    /// The roads, each with a uid of its own.
    pub roads: Vec<Road>,
    /// What is left out, or was mended, by why.
    pub left_out: LeftOut,
    /// Whether it was cut to the district.
    pub cut: Cut,
    /// The datum of its positions.
    pub crs: Crs,
    /// How it was joined; `None`: it says itself what meets.
    pub joints: Option<Joints>,
    /// What is wrong with its rows.
    pub problems: Vec<Problem>,
}

/// Reads a road file against a world. `new_uid` names the roads; `progress` hears how many elements are read and may
/// stop it.
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be taken in, holds no road, or lies outside the district.
pub fn read(
    path: &Path,
    options: &Options,
    world: &World,
    new_uid: &mut dyn FnMut() -> Uid,
    progress: &dyn Fn(u64) -> ControlFlow<()>,
) -> Result<RoadFile, ImportError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read_bytes(&name, &bytes_of(path)?, options, world, new_uid, progress)
}

/// As [`read`], from memory; `name` is the file's name.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    options: &Options,
    world: &World,
    new_uid: &mut dyn FnMut() -> Uid,
    progress: &dyn Fn(u64) -> ControlFlow<()>,
) -> Result<RoadFile, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    let mut file = match Packing::of(bytes) {
        Some(packing) => {
            let (roads, left_out) = osm::read(bytes, packing, progress)?;
            let (format, cut, crs) = (packing.id(), Cut::NotWanted, Crs::Wgs84);
            RoadFile { format, roads, left_out, cut, crs, joints: None, problems: Vec::new() }
        }
        None => layer::read(name, bytes, options.crs, world, progress)?,
    };
    if file.roads.is_empty() {
        return Err(ImportError::NoRoads { format: file.format });
    }
    if options.clip {
        cut(&mut file, world, options.margin_m)?;
    }
    if file.joints.is_some() {
        join(&mut file, options.tolerance_m);
    }
    for road in &mut file.roads {
        road.uid = new_uid();
    }
    Ok(file)
}

/// Cuts the roads to the district, where it has an outline.
fn cut(file: &mut RoadFile, world: &World, margin_m: f64) -> Result<(), ImportError> {
    let Some(reach) = ClipArea::new(&outline(world), margin_m) else {
        file.cut = Cut::NoOutline;
        return Ok(());
    };
    let bounds = bounds(&file.roads);
    let vertices = file.roads.iter().flat_map(|road| &road.line.0);
    let nearest = vertices.map(|at| reach.far_m(*at)).min_by(f64::total_cmp).unwrap_or(0.0);
    let Clipped { roads, cut, outside } = network::clip(std::mem::take(&mut file.roads), &reach);
    if roads.is_empty() {
        return Err(ImportError::Outside { bounds, far_km: (nearest / 1_000.0).round() as u64 });
    }
    file.roads = roads;
    file.cut = Cut::Done { cut, outside };
    Ok(())
}

fn outline(world: &World) -> Vec<Polygon> {
    let geometries =
        world.layer(OUTLINE).into_iter().flat_map(|layer| layer.objects().map(|object| object.geometry.clone()));
    let polygons = geometries.flatten().flat_map(|geometry| match geometry {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(polygons) => polygons.0,
        _ => Vec::new(),
    });
    polygons.collect()
}

/// Where roads lie, as a sentence shows it: west, south to east, north.
fn bounds(roads: &[Road]) -> String {
    let of = |axis: fn(&Coord) -> f64| {
        let all = || roads.iter().flat_map(|road| &road.line.0).map(axis);
        [all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max)]
    };
    let ([west, east], [south, north]) = (of(|at| at.x), of(|at| at.y));
    format!("{west:.4},{south:.4} – {east:.4},{north:.4}")
}

fn join(file: &mut RoadFile, tolerance_m: f64) {
    let Joined { roads, moved_ends, inserted, twins, too_short, .. } =
        network::join(std::mem::take(&mut file.roads), tolerance_m);
    file.roads = roads;
    file.left_out.add_many("duplicate_line", twins);
    file.left_out.add_many("no_length", too_short);
    file.joints = Some(Joints { moved_ends, inserted });
}
