//! How much an import takes in. A file past a limit is refused with a sentence; nothing grows without bound.

/// The largest file read, in bytes (512 MiB; a million rows of a bureau's list are about 200 MB).
pub const MAX_FILE_BYTES: u64 = 512 << 20;

/// The largest total that the parts of a zipped workbook may unpack to, in bytes (1 GiB).
pub const MAX_UNPACKED_BYTES: u64 = 1 << 30;

/// The most parts a zipped workbook may hold.
pub const MAX_ZIP_PARTS: usize = 10_000;

/// The most rows of a table, empty ones included.
pub const MAX_ROWS: u64 = 2_000_000;

/// The most columns of a table.
pub const MAX_COLUMNS: usize = 1_024;

/// The most cells of a sheet, gaps within rows included (a million rows of fifty columns; 24 bytes each and the text).
pub const MAX_CELLS: u64 = 60_000_000;

/// The most cells that the sheets of an old workbook may span, gaps included: it is unpacked densely.
pub const MAX_DENSE_CELLS: u64 = 20_000_000;

/// The longest text of one cell, in bytes (a spreadsheet itself stops at 32,767 characters).
pub const MAX_CELL_BYTES: usize = 256 << 10;

/// How many problems of one code are kept one by one; the rest are counted in one.
pub const MAX_PROBLEMS_OF_A_CODE: usize = 10_000;

/// How many rows are searched for the headings.
pub const HEADER_ROWS_SEARCHED: usize = 10;

/// How many rows a sentence lists before it says how many more there are.
pub const ROWS_LISTED: usize = 20;

/// The largest road network that a packed file may unpack to, in bytes (8 GiB: a province is 1.5; it is never held).
pub const MAX_OSM_UNPACKED_BYTES: u64 = 8 << 30;

/// The largest blob of a `.osm.pbf`, packed or not, in bytes (32 MiB, which the format itself says).
pub const MAX_OSM_BLOB_BYTES: u64 = 32 << 20;

/// The longest single tag or text of an OSM XML file, in bytes.
pub const MAX_OSM_XML_BYTES: usize = 1 << 20;

/// The most nodes of a road network (16 bytes each).
pub const MAX_OSM_NODES: u64 = 40_000_000;

/// The most roads.
pub const MAX_OSM_WAYS: u64 = 2_000_000;

/// The most vertices of all roads.
pub const MAX_OSM_REFS: u64 = 40_000_000;

/// The most vertices of one way (OSM itself stops at 2,000).
pub const MAX_OSM_WAY_REFS: usize = 100_000;

/// The most tags of one element.
pub const MAX_OSM_TAGS: usize = 5_000;
