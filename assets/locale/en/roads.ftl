# Road network
help-roads = The road network
help-roads-import = Takes in a road network in the place of the one imported before (or the sample's); roads drawn by hand stay
help-roads-import-path = The file: OSM (.osm, .osm.gz, .osm.pbf) or a layer of lines (GeoJSON)
help-roads-import-no-clip = Take it whole, not only what the district needs
help-roads-import-margin = How many metres beyond the outline roads are kept
help-roads-import-tolerance = Layers of lines: how many metres apart ends still meet
help-roads-import-crs = Layers of lines: the datum: auto, wgs84, cgcs2000, gcj02, bd09, epsg:N

action-roads-import = Road network { $file } imported: { $added } roads, { $replaced } replaced
refusal-roads-none = The file holds no road; the network was left as it is.
refusal-roads-same = { $file } is the network that is there already ({ $count } roads); nothing was changed.

problem-import-no-roads = { $file } holds no road (read as { $format }); the network was left as it is. Check that the file holds roads.
problem-import-outside = All roads of { $file } lie outside the district: they are in { $bounds } (west,south – east,north), the nearest about { $far_km } km from its outline. The network was left as it is. To take them all the same, add --no-clip.

cli-roads-progress = { $n } elements read ...
cli-roads-done = Imported { $file }: { $roads } roads, { $replaced } replaced, { $kept } drawn by hand kept
cli-roads-network = The network: { $km } km, { $nodes } junctions and ends, { $edges } pieces, { $components } parts that do not meet
cli-roads-no-outline = The district has no outline: taken whole.
cli-roads-clipped = Cut to the outline and { $margin } m beyond: { $cut } roads shortened, { $outside } beyond left out
cli-roads-joined = Joined: { $ends } ends moved, { $inserted } crossings inserted
cli-roads-left = { $reason }: { $n } ({ $examples })
cli-roads-more = { $n } more problems; --json gives them all.

roads-left-abandoned = Left out: abandoned
roads-left-area = Left out: an area (a square), no line
roads-left-cut-at-missing-node = Cut where a node is missing
roads-left-deleted = Left out: deleted elements
roads-left-duplicate-line = Left out: lines drawn twice
roads-left-duplicate-node = Nodes that stand twice: the later counts
roads-left-duplicate-way = Left out: duplicate roads
roads-left-no-length = Left out: of no length
roads-left-no-line = Left out: no line that can be used
roads-left-no-road = Left out: no road to go on
roads-left-node-out-of-range = Left out: nodes nowhere on Earth
roads-left-nodes-missing = Left out: nodes missing
roads-left-parted-by-level = Nodes of one place on different levels, moved a centimetre apart
roads-left-proposed = Left out: proposed
roads-left-raceway = Left out: raceways
roads-left-relation = Not read: relations (turn restrictions, routes)
roads-left-repeated-vertex = Repeated nodes dropped
roads-left-reversible = Left out: reversible one-way roads, whose direction changes
roads-left-under-construction = Left out: under construction
roads-left-unknown-highway = Left out: of an unknown class
