# Nearest, within, search
reason-closed = closed
reason-in-danger-area = in a danger area
reason-unsafe-for-hazard = not suited to this hazard
reason-full = not enough room
reason-capacity-unknown = capacity not filled in
none-asked = No answers were asked for; set the number to 1 or more
none-objects = There are none of this kind yet; import or add some
none-positions = None of this kind has a position; add positions first
none-usable = There are { $count }, but none can be used; reasons below
query-no-kind = There is no layer “{ $kind }”
query-no-hazard = There is no hazard “{ $hazard }”; choose from: { $known }
query-without-position = { $count } more have no position and were not looked at
