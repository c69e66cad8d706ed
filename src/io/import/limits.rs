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
