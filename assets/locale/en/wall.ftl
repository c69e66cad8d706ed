# The wall, the line of alarms, the rows of a figure
wall-transfer = Transfer by township (moved / should move, people)
wall-whole = Whole district
wall-nobody = Nobody has to move now.
wall-more-townships = { $n } more townships, { $people } people to move
rows-close = Close the rows
rows-none = None now.
rows-more = { $n } more, not listed
alarms-quiet = No alarms
alarms-count = Alarms { $all } · { $n } new
alarms-hint = List all alarms; those nobody has acknowledged pulse on the map
alarms-close = Close the alarms
alarms-meaning = To acknowledge is to say that this post knows. It becomes a log entry and can be undone. What gets worse asks again.
alarms-acknowledge = Acknowledge
alarms-acknowledge-name = Acknowledge { $name }
alarms-acknowledge-hint = This post knows of this alarm
top-wall = Wall
top-wall-hint = The big-screen view, to be read from afar (F11); F11 or Esc comes back
