# Alarms and key figures
alarm-over = { $value } { $unit } over { $limit }
alarm-and-over = { $grave }, { $limit }
alarm-reads = { $field } { $value } { $unit }
alarm-state = { $kind }: { $state }
alarm-field-state = { $field }: { $state }
alarm-known = acknowledged { $time } by { $post }
action-acknowledge = Acknowledge alarm: { $name }
refusal-alarm-none = { $name } is in no alarm now; there is nothing to acknowledge.
refusal-alarm-known = The alarm of { $name } was acknowledged by { $post } at { $time }.
refusal-alarm-no-log = The catalogue has no complete “Log entry” kind to write it in. Put back the log_entry.toml that came with the program.

# Key figures: name, unit, meaning
figure-reservoirs-over = Over limit
figure-reservoirs-over-unit = dams
figure-reservoirs-over-hint = Reservoirs above their flood-limit level, the farthest over it first.
figure-people-to-move = To move
figure-people-to-move-unit = people
figure-people-to-move-hint = People of the transfer list who should move and have not: their danger zone is in force, they live in a danger area, or they were told or refused. Refusals and those who need help come first.
figure-people-settled = Settled
figure-people-settled-unit = people
figure-people-settled-hint = People registered at shelters, the fullest first. Those with relatives are not among them.
figure-free-places = Free places
figure-free-places-unit = free
figure-free-places-hint = People that open shelters outside danger areas still take, the most room first.
figure-road-closures = Roads cut
figure-road-closures-unit = cuts
figure-road-closures-hint = Roads that are closed now, the latest first.
figure-teams-out = Teams out
figure-teams-out-unit = teams
figure-teams-out-hint = Rescue teams and fire brigades that are out, the latest first.
figure-red-enterprises = Red plants
figure-red-enterprises-unit = plants
figure-red-enterprises-hint = Enterprises of red risk, the latest graded first.
figure-open-incidents = Incidents
figure-open-incidents-unit = open
figure-open-incidents-hint = Incidents being dealt with, the latest first.
figure-uncounted = { $n } more could not be counted: their records lack what is needed.
figure-why-no-reservoirs = This file has no reservoirs yet. Import the list first.
figure-why-no-levels = No reservoir has a level and a flood limit. Enter levels first.
figure-why-no-transfer-list = This file has no transfer list yet. Import it first.
figure-why-no-shelters = This file has no shelters yet. Import the list first.
figure-why-no-capacity = No open shelter says how many people it holds.
figure-why-no-rows = This file has no records of this kind yet.

row-full = full ({ $here } / { $capacity })
row-room = { $free } free of { $capacity }
row-people = { $n } people
row-people-help = { $n } people, need help

# Command line
help-figures = Key figures: how much calls for action, and how new it is
help-figures-rows = Also list what each figure rests on
help-alarms = What is in alarm and nobody has acknowledged
help-alarms-all = Also what is acknowledged
help-acknowledge = Take note of an alarm, as a log entry that can be undone
help-acknowledge-alarm = The full name or the id of what is in alarm (id in alarms --json)
help-acknowledge-note = What is being done, or any word
figures-whole = Whole district
figures-moves = { $name }: { $moved } of { $should } people moved, { $left } to move
alarms-none = No alarm waits to be acknowledged ({ $n } in all).
alarms-known = acknowledged by { $post } at { $time }
alarms-no-such = No alarm is called “{ $name }” now. See sitmap alarms.
alarms-several = Several alarms are called “{ $name }”; use an id: { $ids }
