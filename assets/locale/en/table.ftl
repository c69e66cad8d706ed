# Tables
table-open = { $kind }: open the table
table-close = Fold the table
table-title = { $kind } · { $shown } / { $all }
table-working = Putting it in order…
table-none = No row fits
table-none-hint = Clear the filter or the condition to see more.
table-filter = Filter
table-filter-hint = Text in any column; words with spaces must all be there
table-condition = Condition
table-condition-hint = Such as Capacity>=200; several with semicolons between
table-columns = Columns
table-columns-usual = The usual columns
table-sort = Sort by { $column }
table-only = Only { $name }
table-only-clear = Show all
table-export = Export
table-sum = Sum { $sum } { $unit }
table-sum-long = Sum { $sum } { $unit }, mean { $mean } { $unit }, { $count } rows have a value
table-span = { $least } – { $most } { $unit }
table-span-long = Least { $least } { $unit }, most { $most } { $unit }, { $count } rows have a value
table-bad-sign = “{ $text }” is no condition: it needs =, !=, >, >=, <, <= or ~
table-bad-field = There is no column “{ $field }”
table-bad-value = “{ $value }” is no value of “{ $field }”

# What lies within
within-title = What lies within
within-close = Close what lies within
within-button = What lies within
within-metres = Radius, or outwards
within-metres-unit = m
within-metres-wrong = A number from 0 to 100000, please
within-ask = Ask
within-working = Looking…
within-view = What the map shows
within-name-circle = Within { $distance } of { $place }
within-name-around = { $place } and { $distance } around it
within-name-inside = Inside { $place }
within-name-view = Inside what the map shows
within-name-drawn = Inside the area drawn
within-count = { $n } in all
within-none = Nothing on record lies within
within-none-next = Try a greater distance.
within-people = People of villages
within-capacity = Capacity
within-free = Free places
within-persons = { $n }
within-by-kind = By kind
within-by-township = By township
within-no-township = No township given
within-table = { $kind }: table
within-export = { $kind }: export
within-more = { $n } more; open the table to see them

# Export
export-title = Export { $kind } ({ $rows } rows)
export-path = Save to
export-path-hint = Ending in .csv or .geojson
export-csv = Table .csv
export-geojson = Map .geojson
export-unmask = With full names and phones (goes into the journal)
export-do = Export
export-cancel = Cancel
export-done = { $rows } rows exported: { $path }
export-failed = Not exported: { $path } ({ $why }). Try another folder or name.
export-working = Exporting…
export-unmask-read-only = Open for reading only: full names and phones cannot be exported, as it could not be journalled.
action-export = Exported { $rows } rows of { $kind } → { $file }
action-export-unmasked = Exported { $rows } rows of { $kind } with full names and phones → { $file }
key-table = Open or fold the table
key-within = What lies within
help-within-buffer = Within so many metres of the lines, areas or points of a file: FILE,METRES (GeoJSON)
cli-bad-buffer = Write FILE,METRES; more than 0 and at most 100000 metres
cli-no-buffer = nothing in the file can be widened
export-exists = a file of that name is there already
