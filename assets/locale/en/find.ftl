# Finding
find-places = Coordinates
find-by = { $field }: { $text }
find-unplaced = no position
find-wgs84 = as WGS-84 / CGCS2000
find-swapped = latitude came first, swapped · as WGS-84
find-datum = if it comes from a { $datum } map
find-metres = CGCS2000 Gauss-Krüger, central meridian { $meridian }°
find-more = { $n } more: type a little more.
find-hint = Name, pinyin initials, address, person, coordinates
find-waiting = Searching

# What a place is
here-title = What is here
here-nearest = { $name } (nearest, { $distance })
here-no-township = No township on file holds this place.
here-no-village = No village is on file.
here-no-grid = No grid on file holds this place.
here-no-person = Nobody on file answers for this place.
here-level-village = Village
here-level-township = Township
here-level-county = County
here-persons = Responsible
here-more = { $n } more
here-unmask = Show name and phone of { $duty }
here-show = Show
here-fold = Fold the persons
here-unfold = Responsible persons: { $n }

# Copying a position
copy-position = Copy position
copy-done = Copied { $text }
copy-wgs84 = WGS-84 degrees
copy-zone40 = CGCS2000 3-degree zone 40 (EPSG:4549)
copy-gcj02 = GCJ-02 (Amap, Tencent)
copy-bd09 = BD-09 (Baidu)
copy-dms = Degrees, minutes, seconds

# Persons
action-unmask = Look at name and phone of { $name }

# The command line
help-here = What is here: township, village, grid and the persons who answer for it
help-here-at = Position LON,LAT, or a township, village or place name
cli-find-place = Coordinate  { $position }  { $detail }
