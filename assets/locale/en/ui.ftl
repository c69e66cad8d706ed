yes = yes
no = no
list-separator = {", "}

direction-n = N
direction-ne = NE
direction-e = E
direction-se = SE
direction-s = S
direction-sw = SW
direction-w = W
direction-nw = NW

layers-title = Layers
layers-empty = This district file holds no objects yet. Import a list to begin.
layers-other = Other
layers-group-hint = Show or hide every layer of “{ $group }”

search-nothing = Nothing matches “{ $text }”. Try another word, or part of the name.

card-age = Data as of { $ago }
card-unplaced = No position, so not on the map.
card-curve = curve, { $n } points
card-link-gone = linked object is not in this file
card-free = Free places
card-full = Full, free places
card-over = Over capacity by
card-of-capacity = people / room for { $capacity }
card-above-limit = { $field } above { $limit }
card-below-limit = { $field } below { $limit }
card-close = Close the card
card-centre = Show on map
card-nearest = Nearest shelters
card-unmask = Show names and phones
card-open-shelter = Open shelter
card-close-shelter = Close shelter

register-people = People
register-note = Where from (optional)
register-arrivals = Register arrivals
register-departures = Register departures
register-not-a-number = Enter a whole number above 0

nearest-title = Nearest shelters
nearest-close = Close the nearest list
nearest-people = Room for
nearest-people-wrong = Enter a whole number above 0; leave empty not to ask for room
nearest-hazard = Hazard
nearest-hazard-any = any
nearest-working = Looking…
nearest-passed-over = Nearer but passed over: { $n }
nearest-passed-more = { $n } more are nearer and cannot be used either
nearest-asked-from = From { $position }
nearest-asked-people = room for { $people }
nearest-asked-distance = straight line
nearest-detail-room = { $room } free
nearest-reason-room = { $reason } ({ $room })

journal-title = Journal
journal-empty = Nothing has been done yet.
journal-undo = Undo: { $what }
journal-redo = Redo: { $what }
journal-who-edits = { $who } · { $edits } changes

top-title = { $district } situation map
top-sample = Sample data
top-sample-hint = This file is an invented sample district: no name, phone or figure in it is real.
top-exercise = EXERCISE
top-light = Light
top-light-hint = Light theme, for daylight and print (Ctrl+T)
top-dark = Dark
top-dark-hint = Dark theme, for the operations room (Ctrl+T)
top-lang-hint = 切换为中文（Ctrl+L）

status-datum = WGS-84 / CGCS2000
status-scale = Scale 1:{ $scale }
status-writer = Writable
status-saving = Saving…
status-no-chinese-font = No Chinese font found: install one (Debian: fonts-noto-cjk)

notice-close = Dismiss
notice-problems = { $first } ({ $more } more problems: see "sitmap check")
notice-outside-since = { $count } things were changed by another program since the file was last open; they are in the journal.
notice-outside = Another program changed the file; the map and the journal now show it.

hint-title = Where to look
hint-object = Click a symbol to see its card.
hint-place = Click an empty place on the map for the nearest shelters.
hint-search = Search a name at the top left.

desk-opening = Opening the district file…

desk-layers-open = Show the layers
desk-layers-fold = Fold the layers away

invitation-before = Click the map: nearest shelters with room for
invitation-after = people

card-known = Known to { $post } since { $time }
card-position = Position
card-has = Has
card-lacks = Lacks
card-over-limit = Over the limit
card-near-limit = Near the limit
card-within-limit = Within the limit
card-measured = measured { $time }
card-since = { $state } since { $time }
card-people = Contacts
card-place = Where
card-links = Belongs together
card-links-more = { $n } more
card-facts = Facts
card-record = Registration
card-empty = { $n } fields not filled
card-history = Changes
card-history-none = No change since it was imported.
card-acknowledge = Acknowledge
card-share = { $share }% taken
card-mask = Hide names and phones

files-title = District file
files-none = No district file is open
files-none-next = A district file (.gpkg) holds everything of a district, and what was done. Open one, or look at the sample district first.
files-bare = This district file is still empty
files-bare-next = Import a list first: run sitmap import LIST.xlsx --file { $file } on the command line; the window follows. Or look at the sample district.
files-failed = The district file does not open
files-making = Making the sample district…
files-again = Try again
files-sample = Open the sample district
files-path = Path of a district file
files-open = Open
files-drop = Or drop a .gpkg file on the window.
files-dropped-other = “{ $name }” is no district file (.gpkg). Lists are imported with sitmap import.
files-recent = Opened before
files-recent-gone = Not found now: moved, renamed, or its drive is not connected
files-drop-here = Let go to open this file

settings-title = Settings and keys
settings-close = Close the settings
settings-text = Size of text
settings-motion = Motion
settings-motion-on = On
settings-motion-off = Off
settings-keys = Keys

key-help = Settings and keys
key-wall = Big screen
key-back = One step back
key-tab = Next control
key-search = Search
key-layers = Show or fold the layers
key-home = Whole district
key-map = Move and zoom the map (click it first)
key-undo = Undo, redo
key-files = Open a district file
key-lang = 中文 / English
key-theme = Dark / light
key-size = Larger, smaller text
key-enter = Press the control in focus
key-found = Search results: choose, go there
key-save = Save the form

top-files = File
top-files-hint = Open another district file (Ctrl+O)
top-settings = Settings
top-settings-hint = Size of text, motion and keys (F1)
files-close = Close the district files
layers-whole-hint = Show all of them on the map
layers-usual-hint = Show what matters and what the scale allows
nearest-open = Open
nearest-open-hint = Open “{ $name }”, so that it can be used
nearest-none-next = Ask for fewer people or any hazard, or open a closed shelter first. Esc goes back.
settings-look = Look
settings-wall = Go to the big screen
