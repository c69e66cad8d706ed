//! The spatial index of a table: an R-tree and the standard triggers that keep it in step.

use rusqlite::{Connection, params};

use crate::io::store::{error::StoreError, pack, register::quoted, schema};

const DEFINITION: &str = "http://www.geopackage.org/spec120/#extension_rtree";

/// The index's name.
pub fn index_name(table: &str) -> String {
    format!("rtree_{table}_geom")
}

/// Makes the index of a table, its triggers and its line among the extensions.
pub fn create(connection: &Connection, table: &str) -> Result<(), StoreError> {
    let index = quoted(&index_name(table));
    connection.execute_batch(&format!("CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)"))?;
    connection.execute(
        "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
         VALUES (?1, 'geom', 'gpkg_rtree_index', ?2, 'write-only')",
        [table, DEFINITION],
    )?;
    create_triggers(connection, table)
}

/// The triggers, word for word those of the GeoPackage 1.3 standard.
pub fn create_triggers(connection: &Connection, table: &str) -> Result<(), StoreError> {
    let name = |suffix: &str| quoted(&format!("{}_{suffix}", index_name(table)));
    let (t, i) = (quoted(table), quoted(&index_name(table)));
    let put = format!(
        "INSERT OR REPLACE INTO {i} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
    );
    let filled = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))";
    let empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
    connection.execute_batch(&format!(
        "CREATE TRIGGER {insert} AFTER INSERT ON {t} WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN {put} END;
         CREATE TRIGGER {update1} AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND {filled} BEGIN {put} END;
         CREATE TRIGGER {update2} AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND {empty}
           BEGIN DELETE FROM {i} WHERE id = OLD.fid; END;
         CREATE TRIGGER {update3} AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {filled}
           BEGIN DELETE FROM {i} WHERE id = OLD.fid; {put} END;
         CREATE TRIGGER {update4} AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {empty}
           BEGIN DELETE FROM {i} WHERE id IN (OLD.fid, NEW.fid); END;
         CREATE TRIGGER {delete} AFTER DELETE ON {t} WHEN old.geom NOT NULL
           BEGIN DELETE FROM {i} WHERE id = OLD.fid; END;",
        insert = name("insert"),
        update1 = name("update1"),
        update2 = name("update2"),
        update3 = name("update3"),
        update4 = name("update4"),
        delete = name("delete"),
    ))?;
    Ok(())
}

/// Drops the triggers, for a bulk load or before a table is renamed.
pub fn drop_triggers(connection: &Connection, table: &str) -> Result<(), StoreError> {
    for suffix in ["insert", "update1", "update2", "update3", "update4", "delete"] {
        let name = quoted(&format!("{}_{suffix}", index_name(table)));
        connection.execute_batch(&format!("DROP TRIGGER IF EXISTS {name}"))?;
    }
    Ok(())
}

/// Takes the index of a table away.
pub fn remove(connection: &Connection, table: &str) -> Result<(), StoreError> {
    drop_triggers(connection, table)?;
    connection.execute_batch(&format!("DROP TABLE IF EXISTS {}", quoted(&index_name(table))))?;
    connection.execute("DELETE FROM gpkg_extensions WHERE table_name = ?1", [table])?;
    Ok(())
}

/// Indexes the rows from a fid on, which were inserted while the triggers were off: packed anew where they are
/// many beside those that were there.
pub fn fill(connection: &Connection, table: &str, from_fid: i64) -> Result<(), StoreError> {
    let (t, i) = (quoted(table), quoted(&index_name(table)));
    let count = |sql: String| connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
    let indexed = count(format!("SELECT count(*) FROM {}", quoted(&format!("{}_rowid", index_name(table)))))?;
    let new = count(format!("SELECT count(*) FROM {t} WHERE fid >= {from_fid}"))?;
    if new > indexed / 4 {
        return pack::pack(connection, table);
    }
    let sql = format!(
        "INSERT OR REPLACE INTO {i} SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) FROM {t}
         WHERE fid >= ?1 AND geom NOTNULL AND NOT ST_IsEmpty(geom)"
    );
    connection.execute(&sql, [from_fid])?;
    Ok(())
}

/// Makes an index that is missing or out of step anew, and the extent with it. True when something was to mend.
pub fn mend(connection: &Connection, table: &str) -> Result<bool, StoreError> {
    let t = quoted(table);
    let there = schema::has_table(connection, &index_name(table))?;
    if there {
        let count = |sql: String| connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
        let indexed = count(format!("SELECT count(*) FROM {}", quoted(&format!("{}_rowid", index_name(table)))))?;
        let placed = count(format!("SELECT count(*) FROM {t} WHERE geom NOTNULL"))?;
        if indexed == placed
            || indexed == count(format!("SELECT count(*) FROM {t} WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)"))?
        {
            return Ok(false);
        }
    }
    remove(connection, table)?;
    create(connection, table)?;
    pack::pack(connection, table)?;
    let sql = format!(
        "UPDATE gpkg_contents SET (min_x, max_x, min_y, max_y) =
           (SELECT min(minx), max(maxx), min(miny), max(maxy) FROM {}) WHERE table_name = ?1",
        quoted(&index_name(table))
    );
    connection.execute(&sql, params![table])?;
    Ok(true)
}
