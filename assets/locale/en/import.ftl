# Import: the file as a whole
problem-import-unreadable = The file cannot be opened: { $why }. Check that it exists and that no other program holds it.
problem-import-too-large = The file is over a limit ({ $what ->
    [bytes] bytes
    [unpacked_bytes] bytes unpacked
    [parts] files in the archive
    [rows] rows
    [columns] columns
    [cells] cells
   *[cell_bytes] bytes in a cell
 } { $found }, limit { $limit }). Split it and import the parts.
problem-import-unsupported = This format ({ $format }) is not read. Save it as xlsx, xls, csv or GeoJSON.
problem-import-broken = The file is damaged or incomplete ({ $format }: { $why }). Export or download it again.
problem-import-password = The file has a password. Save it without one and import again.
problem-import-encoding = It cannot be read in the encoding "{ $encoding }". Choose another, such as utf-8, gb18030 or big5.
problem-import-empty = The file holds no data.
problem-import-no-sheet = There is no sheet "{ $wanted }". There are: { $sheets }.
problem-import-no-header = No headings found in the first 10 rows (seen: { $looked_at }). Check the headings, or say which column is which.
problem-import-no-kind = There is no kind "{ $kind }". Use a kind's id from the catalogue.
problem-import-kind-unclear = The kind of list is unclear (perhaps: { $candidates }). Say which kind it is.
problem-import-no-field = There is no field "{ $field }".
problem-import-no-column = There is no column "{ $wanted }".
problem-import-no-crs = The datum "{ $crs }" is not known. Use wgs84, cgcs2000, gcj02, bd09, epsg:4549 and the like.
problem-import-cancelled = Cancelled; nothing was changed.

# Import: the whole file
problem-text-damaged = Some characters cannot be read as { $encoding } and show as "�". Say which encoding it is.
problem-crs-unknown = The file names an unknown datum, "{ $value }". Say which datum it is.
problem-column-not-taken = The column "{ $column }" matches no field and was left out (example: { $value }). Map it if it is needed.
problem-sheet-not-taken = The sheet "{ $sheet }" is headed differently and was left out ({ $rows } rows). Import it by itself if it is needed.
problem-no-position-columns = There are no columns of longitude and latitude: { $count } rows have no position. Place them by village or township, or by hand.
problem-columns-swapped = Longitude and latitude are exchanged in { $count } rows throughout; they were placed the right way round. Check the headings.
problem-outside-district = { $count } of { $placed } positions lie outside the district; they were kept (rows: { $rows }). Check the datum and the extent of the data.
problem-more-of-the-same = { $count } more problems of this kind ({ $value }) are not listed.

# Import: rows
problem-row-says-nothing = This row holds nothing usable and was skipped.
problem-position-missing = No position; kept as unplaced. Add longitude and latitude, or place it by hand.
problem-position-half = Only one coordinate is given ("{ $column }" is empty); kept as unplaced. Add the other.
problem-position-half-zero = One coordinate is 0 ({ $value }); kept as unplaced. Correct it.
problem-position-zero = Both coordinates are 0, which is no real position; kept as unplaced. Add longitude and latitude.
problem-position-unreadable = No coordinate can be read from "{ $column }" ({ $value }); kept as unplaced. Write 119.64 or 119°38′24″.
problem-position-out-of-range = The coordinates are not on Earth ({ $value }); kept as unplaced. Correct them or choose a datum.
problem-position-swapped = Longitude and latitude are exchanged ({ $value }); placed at { $lon }, { $lat }. Correct the list.
problem-position-shared = { $count } rows share the position { $value } (rows: { $rows }). Check whether they are one place.
problem-geometry-wrong = The shape does not suit this kind; kept as unplaced.
problem-value-not-number = "{ $column }" is no number ({ $value }); left empty. Write a number.
problem-value-out-of-range = "{ $column }" is out of range ({ $value }); left empty. Check it.
problem-value-rounded = "{ $column }" takes whole numbers ({ $value }); rounded.
problem-value-zero = "{ $column }" is 0. Check whether it was just not filled in.
problem-value-not-choice = "{ $column }" holds an unknown choice ({ $value }); known ones were kept. Use one of the listed words.
problem-value-not-yes-no = "{ $column }" says neither yes nor no ({ $value }); left empty. Write 是 or 否.
problem-value-not-date = "{ $column }" is no date ({ $value }); left empty. Write it like 2024-03-05.
problem-value-not-curve = "{ $column }" is no rising curve ({ $value }); left empty. Write it as "level:capacity; ...".
problem-link-unknown = "{ $value }" in "{ $column }" was not found; left empty. Import it first, or correct the name.
problem-phone-rounded = "{ $column }" is in scientific notation and may have lost digits ({ $value }). Fill it in again as text.
problem-duplicate-code = The code "{ $value }" stands in row { $first } too; both rows were kept. Check them.
problem-duplicate-in-file = "{ $value }" has the name of row { $first } and lies near it; both rows were kept. Check whether they are one.
problem-exists-differs = The object exists and differs in { $fields }; it was left as it is. Choose "update" to take over the change.
problem-exists-twice = An earlier row already updates this object; this row ({ $fields }) was not used. Check them.

# Import: reasons
import-crs-chosen = datum chosen by the user
import-crs-file = datum as the file says ({ $word })
import-crs-word = datum by a word in the file ({ $word })
import-crs-namesakes = datum by objects of the same names: { $count } of them, median distance { $apart } m, in any other datum at least { $next } m
import-crs-projected = the coordinates are projected metres ({ $word })
import-crs-assumed = nothing speaks for a datum; taken as WGS-84, please check
import-encoding-forced = encoding chosen by the user
import-encoding-mark = encoding by the mark at the start of the file
import-encoding-valid = the content is valid UTF-8
import-encoding-guessed = encoding guessed from the content; check for garbled characters
import-skipped-equal = equal to an existing object
import-skipped-differs = the object exists already
import-skipped-total = row of totals
import-skipped-header = headings repeated
import-skipped-remark = remark or signature
import-skipped-nothing = nothing usable
