//! The spatial index written at once: a million single inserts take ten seconds, packing a fifth of that.
//!
//! SQLite documents the shadow tables of its R-tree (<https://www.sqlite.org/rtree.html>, section 7.1): `_node`
//! holds the nodes, `_rowid` the leaf of each row, `_parent` the parent of each other node. Sort-tile-recursive
//! packing (Leutenegger and others, 1997) fills them; `rtreecheck` passes the result.

use rusqlite::{Connection, params};

use crate::io::store::{error::StoreError, geometry, register::quoted, spatial};

/// Bytes of a cell: an id, and four edges in single precision.
const CELL: usize = 24;

/// A row or a node, and its box: west, east, south, north.
#[derive(Clone, Copy, Debug)]
struct Cell {
    id: i64,
    edges: [f32; 4],
}

/// Writes the whole index of a table anew.
pub fn pack(connection: &Connection, table: &str) -> Result<(), StoreError> {
    let shadow = |suffix: &str| quoted(&format!("{}_{suffix}", spatial::index_name(table)));
    let (nodes, rowids, parents) = (shadow("node"), shadow("rowid"), shadow("parent"));
    let root: Vec<u8> =
        connection.query_row(&format!("SELECT data FROM {nodes} WHERE nodeno = 1"), [], |row| row.get(0))?;
    let size = root.len();
    let capacity = size.saturating_sub(4) / CELL;
    let mut level = cells(connection, table)?;
    connection.execute_batch(&format!("DELETE FROM {nodes}; DELETE FROM {rowids}; DELETE FROM {parents};"))?;
    let mut put_node = connection.prepare(&format!("INSERT INTO {nodes} (nodeno, data) VALUES (?1, ?2)"))?;
    let mut put_parent = connection.prepare(&format!("INSERT INTO {parents} (nodeno, parentnode) VALUES (?1, ?2)"))?;
    let mut next = 2_i64;
    let mut depth = 0_u16;
    loop {
        let whole = level.len() <= capacity;
        let tiles = if whole { vec![level.as_slice()] } else { tile(&mut level, capacity) };
        let mut above = Vec::with_capacity(tiles.len());
        let mut homes = Vec::new();
        for tile in tiles {
            let number = if whole { 1 } else { next };
            next += i64::from(!whole);
            put_node.execute(params![number, node(tile, size, if whole { depth } else { 0 })])?;
            if depth == 0 {
                homes.extend(tile.iter().map(|cell| (cell.id, number)));
            } else {
                for cell in tile {
                    put_parent.execute([cell.id, number])?;
                }
            }
            above.push(Cell { id: number, edges: around(tile) });
        }
        if depth == 0 {
            homes.sort_unstable();
            let mut put = connection.prepare(&format!("INSERT INTO {rowids} (rowid, nodeno) VALUES (?1, ?2)"))?;
            for (id, number) in homes {
                put.execute([id, number])?;
            }
        }
        if whole {
            return Ok(());
        }
        depth += 1;
        level = above;
    }
}

/// Every row with a place.
fn cells(connection: &Connection, table: &str) -> Result<Vec<Cell>, StoreError> {
    let mut statement = connection.prepare(&format!("SELECT fid, geom FROM {} WHERE geom NOTNULL", quoted(table)))?;
    let mut rows = statement.query([])?;
    let mut cells = Vec::new();
    while let Some(row) = rows.next()? {
        let Ok(blob) = row.get_ref(1)?.as_blob() else { continue };
        if let Ok(Some(envelope)) = geometry::envelope_of_blob(blob) {
            let edges = [down(envelope.min_x), up(envelope.max_x), down(envelope.min_y), up(envelope.max_y)];
            cells.push(Cell { id: row.get(0)?, edges });
        }
    }
    Ok(cells)
}

/// Sorted into strips by longitude, and within each by latitude, then cut into nodes.
fn tile(level: &mut [Cell], capacity: usize) -> Vec<&[Cell]> {
    let middle = |cell: &Cell, low: usize| -> f32 { cell.edges.iter().skip(low).take(2).sum() };
    level.sort_by(|a, b| middle(a, 0).total_cmp(&middle(b, 0)).then(a.id.cmp(&b.id)));
    let nodes = level.len().div_ceil(capacity);
    let strips = (1..).find(|strips| strips * strips >= nodes).unwrap_or(1);
    let strip = capacity * nodes.div_ceil(strips);
    for part in level.chunks_mut(strip) {
        part.sort_by(|a, b| middle(a, 2).total_cmp(&middle(b, 2)).then(a.id.cmp(&b.id)));
    }
    level.chunks(strip).flat_map(|part| part.chunks(capacity)).collect()
}

/// A node's bytes: its depth (the root's alone counts), how many cells, the cells; big endian.
fn node(cells: &[Cell], size: usize, depth: u16) -> Vec<u8> {
    let mut data = Vec::with_capacity(size);
    data.extend_from_slice(&depth.to_be_bytes());
    data.extend_from_slice(&u16::try_from(cells.len()).unwrap_or(u16::MAX).to_be_bytes());
    for cell in cells {
        data.extend_from_slice(&cell.id.to_be_bytes());
        cell.edges.iter().for_each(|edge| data.extend_from_slice(&edge.to_be_bytes()));
    }
    data.resize(size, 0);
    data
}

fn around(cells: &[Cell]) -> [f32; 4] {
    let start = [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY];
    cells.iter().fold(start, |[w, e, s, n], cell| {
        let [cw, ce, cs, cn] = cell.edges;
        [w.min(cw), e.max(ce), s.min(cs), n.max(cn)]
    })
}

/// Single precision, not above.
fn down(edge: f64) -> f32 {
    let near = edge as f32;
    if f64::from(near) > edge { near.next_down() } else { near }
}

/// Single precision, not below.
fn up(edge: f64) -> f32 {
    let near = edge as f32;
    if f64::from(near) < edge { near.next_up() } else { near }
}

#[cfg(test)]
mod tests {
    use geo_types::Point;

    use super::*;
    use crate::domain::catalogue::GeometryType;

    #[test]
    fn a_packed_index_passes_sqlites_own_check_and_takes_changes() {
        for many in [0_usize, 1, 51, 52, 3_000, 60_000] {
            let connection = Connection::open_in_memory().unwrap();
            geometry::register_functions(&connection).unwrap();
            connection
                .execute_batch(
                    "CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB);
                     CREATE TABLE gpkg_extensions (table_name, column_name, extension_name, definition, scope);",
                )
                .unwrap();
            let mut put = connection.prepare("INSERT INTO t (geom) VALUES (?1)").unwrap();
            for number in 0..many {
                let place = Point::new((number as f64 * 0.754_877).fract() + 119.0, (number as f64 * 0.569_84).fract());
                put.execute([geometry::to_blob(&place.into(), GeometryType::Point)]).unwrap();
            }
            drop(put);
            spatial::create(&connection, "t").unwrap();
            pack(&connection, "t").unwrap();
            let told = || -> String {
                connection.query_row("SELECT rtreecheck('rtree_t_geom')", [], |row| row.get(0)).unwrap()
            };
            assert_eq!(told(), "ok", "{many}");
            let within = "SELECT count(*) FROM rtree_t_geom WHERE minx > 119.25 AND maxx < 119.5";
            let found: i64 = connection.query_row(within, [], |row| row.get(0)).unwrap();
            let exact = (0..many).filter(|n| (0.25..0.5).contains(&(*n as f64 * 0.754_877).fract())).count();
            assert!((found - exact as i64).abs() <= 2, "{found} {exact}");
            connection
                .execute_batch("DELETE FROM t WHERE fid % 2 = 0; INSERT INTO t (geom) SELECT geom FROM t")
                .unwrap();
            assert_eq!(told(), "ok", "{many} after changes");
        }
    }
}
