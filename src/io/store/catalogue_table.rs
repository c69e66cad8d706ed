//! The catalogue inside the file, so that one file opens whole on another machine.

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{
    domain::{
        catalogue::{Catalogue, Group, Source},
        problem::Problem,
    },
    io::store::error::StoreError,
};

const GROUPS: &str = "groups.toml";

#[derive(Serialize)]
struct GroupsFile<'a> {
    group: &'a [Group],
}

/// The catalogue as the file holds it, one TOML text a kind and one for the groups.
pub fn read(connection: &Connection) -> Result<(Catalogue, Vec<Problem>), StoreError> {
    let mut statement = connection.prepare("SELECT part, toml FROM sitmap_catalogue ORDER BY part")?;
    let sources = statement.query_map([], |row| Ok(Source { name: row.get(0)?, text: row.get(1)? }))?;
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    Ok(Catalogue::read(&sources))
}

/// Writes a catalogue over the one in the file. Parts that the new one lacks stay.
pub fn write(connection: &Connection, catalogue: &Catalogue) -> Result<(), StoreError> {
    let put = |part: &str, toml: Result<String, toml::ser::Error>| -> Result<(), StoreError> {
        let toml = toml.map_err(|error| StoreError::Sqlite(format!("{part}: {error}")))?;
        let sql = "INSERT INTO sitmap_catalogue (part, toml) VALUES (?1, ?2)
                   ON CONFLICT (part) DO UPDATE SET toml = excluded.toml WHERE toml <> excluded.toml";
        connection.prepare_cached(sql)?.execute(params![part, toml])?;
        Ok(())
    };
    put(GROUPS, toml::to_string(&GroupsFile { group: catalogue.groups() }))?;
    for kind in catalogue.kinds() {
        for was in &kind.was {
            connection.execute("DELETE FROM sitmap_catalogue WHERE part = ?1", [format!("{was}.toml")])?;
        }
        put(&format!("{}.toml", kind.id), toml::to_string(kind.as_ref()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::assets::shipped_catalogue;

    #[test]
    fn the_shipped_catalogue_returns_from_the_file_as_it_went() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE sitmap_catalogue (part TEXT PRIMARY KEY, toml TEXT NOT NULL)").unwrap();
        let (catalogue, problems) = Catalogue::read(&shipped_catalogue());
        assert_eq!(problems, []);
        write(&connection, &catalogue).unwrap();
        let (back, problems) = read(&connection).unwrap();
        assert_eq!(problems, []);
        assert_eq!(back, catalogue);
    }
}
