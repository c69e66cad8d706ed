# Checking the road network
help-roads-check = Whether the roads are one network, and what is odd about them
roads-check-ok = The roads are one network
roads-check-bad = The roads have faults
roads-check-sums = { $km } km, { $nodes } nodes, { $edges } edges, { $dead } dead ends
roads-check-parts = They are in { $n } parts that do not hang together; besides the largest:
roads-check-part = { $km } km, at { $place }
roads-check-gap = { $road } ends { $metres } m from { $other } without meeting it, at { $place }: draw it to a vertex of that road
roads-check-village-far = { $village }: the nearest road is { $metres } m away
roads-check-village-island = { $village }: its road hangs together with nothing else ({ $metres } m away)
roads-check-zero = has no length: delete it or draw it anew
roads-check-length = is { $written } km by its list and { $drawn } km as drawn
roads-check-speed = has a speed limit of { $kmh } km/h
roads-check-limit = has a limit of { $limit }, which no road has
roads-check-crosses = crosses { $other } at one level without meeting it, near { $place }: give both a vertex there, or one a level
roads-check-more = and { $n } more; all of them with --json
