# Prepare for offline
offline-title = Prepare for offline
offline-head = Prepare for offline: { $name }
offline-back = Back to the maps
offline-no-map = No map from the network is chosen: the built-in map is in the district file and needs no preparing.
offline-file = The tiles are in a file on this machine: nothing needs preparing.
offline-forbidden-osm = OpenStreetMap's rules forbid bulk fetching, so nothing can be fetched ahead; what was looked at is kept. For a whole area offline use a tile file (MBTiles, PMTiles) or a tile server of your own.
offline-forbidden-tianditu = Tianditu's terms do not allow bulk fetching and limit each day, so nothing can be fetched ahead; what was looked at is kept. For a whole area offline ask the survey office for a tile file, or use a tile server of your own.
offline-untold = Somebody has to confirm first that the provider permits bulk fetching.
offline-permit = I confirm: the provider permits this
offline-permit-hint = Bulk fetching: goes for this address alone, kept in this seat's settings. Leave it unticked without permission.
offline-nothing = There are no tiles in this area at these zooms; choose others.
offline-too-many = { $tiles } tiles are too many: at most { $most } at once. Take fewer zooms or a smaller area.
offline-nowhere = This seat has no data folder to keep tiles in.

offline-area = Area
offline-area-district = District
offline-area-view = What is shown
offline-zooms = Zooms
offline-from = From
offline-to = To
offline-counting = Counting…
offline-counts = { $tiles } tiles; { $held } are here already, { $fetch } to fetch.
offline-whole = All { $tiles } tiles are here already; nothing to fetch.
offline-size-measured = About { $mb } MB (at { $kb } kB a tile, the mean of those kept).
offline-size-assumed = About { $mb } MB (assuming { $kb } kB a tile).
offline-beyond = Beyond the cache's limit: { $beyond } tiles have no room. Take fewer zooms or a smaller area, or raise the limit to { $needs } MB.
offline-raise = Raise the limit to { $needs } MB
offline-pushes-out = To make room, tiles of other places not looked at for longest go first.
offline-by-zoom = Kept by zoom: { $zooms }
offline-begin = Prepare
offline-ask = Fetch { $fetch } tiles, about { $mb } MB, from “{ $name }” to this machine. At most 2 at once; it can be stopped any time.
offline-confirm = Fetch them
offline-leave = Not now

offline-listing = Looking at what is here already…
offline-progress = { $fetched } fetched, { $failed } failed, of { $total }
offline-running = Fetching: { $name }
offline-stopping = Stopping after the tiles under way…
offline-cancel = Stop fetching
offline-retry = Retry the { $n } failed only
offline-dismiss = OK
offline-status = Offline: { $progress }
offline-no-thread = The system has no room to begin; close some programs and try again.

offline-done = { $fetched } tiles fetched ({ $mb } MB), { $held } were here already, { $failed } failed.
offline-left = { $left } tiles were not asked for; beginning again fetches only what is missing.
offline-failed = { $n } failed: { $why }
offline-stop-cancelled = Stopped. What was fetched is kept.
offline-stop-full = Stopped: the cache is full. Raise its limit or take fewer zooms.
offline-stop-not-kept = Stopped: tiles cannot be kept. Check the disk's room and the data folder.
offline-stop-trouble = Stopped: { $why }

offline-trouble-no-key = a key is missing
offline-trouble-address = not an address of tiles: it starts with http and holds column, row and zoom
offline-trouble-refused = the server refuses ({ $status }): check the key and the permission, or today's share is used up
offline-trouble-absent = the server has no such tiles
offline-trouble-server = the server fails ({ $status })
offline-trouble-not-a-tile = the answer is no tile: check the key, or the network wants a login
offline-trouble-broken = the tiles are damaged
offline-trouble-too-large = the answer is too large
offline-trouble-redirects = the server redirects in circles
offline-trouble-no-answer = the server does not answer
offline-trouble-offline = no network
offline-trouble-unsafe = the server's certificate cannot be trusted

# The command line
help-prepare = Prepares for offline: fetches the district's background tiles ahead; says how many, and begins with --yes
help-prepare-bbox = A rectangle: WEST,SOUTH,EAST,NORTH; without it the whole district
help-prepare-zooms = The zooms, FROM-TO
help-prepare-permitted = I confirm that the provider permits bulk fetching (this time only)
help-prepare-yes = Begins without asking
cli-prepare-zooms = Zooms are written FROM-TO, such as 9-15.
cli-prepare-untold = Nothing was fetched: confirm first that the provider permits bulk fetching, then add --permitted.
cli-prepare-ask = Nothing was fetched yet. Add --yes to begin.
cli-prepare-room = Nothing was fetched.
