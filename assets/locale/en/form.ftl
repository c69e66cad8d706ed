# Changing, adding and removing objects by form
action-change = Changed { $name }: { $what }
action-add-kind = Added { $kind } { $name }
change-from-to = { $field } { $from } → { $to }
change-nothing = (empty)
change-more = { $n } more
change-place = position

refusal-field-changed-meanwhile = "{ $field }" of { $name } has just been changed elsewhere. Look at the new value, then save.
refusal-place-changed-meanwhile = The position of { $name } has just been changed elsewhere. Look at it, then save.
refusal-field-does-not-fit = "{ $field }" was not saved: { $need }
refusal-field-required = "{ $field }" must be filled in.
refusal-link-to-itself = "{ $field }" cannot point to the object itself.
refusal-link-gone = What "{ $field }" points to is gone. Choose again.
refusal-no-kind = There is no kind of object called "{ $kind }".
refusal-geometry-of-another-kind = { $kind } cannot have this geometry. Draw it on the map.

form-group-essential = Essential
form-group-place = Where
form-group-people = Whom to call
form-group-links = Links
form-group-facts = More
form-group-record = For the registry
form-locked-summed = Added up from registrations: register arrivals and departures on the card

form-need-integer = Must be a whole number
form-need-integer-between = Must be a whole number from { $min } to { $max }
form-need-integer-from = Must be a whole number of { $min } or more
form-need-integer-to = Must be a whole number of { $max } or less
form-need-number = Must be a number
form-need-number-between = Must be a number from { $min } to { $max }
form-need-number-from = Must be a number of { $min } or more
form-need-number-to = Must be a number of { $max } or less
form-need-choice = Choose from the list
form-need-yes-no = Choose yes or no
form-need-date = Must be a day such as 2026-08-09
form-need-time = Must be a day and time such as 2026-08-09 15:06; 15:06 alone is today
form-need-link = Choose from the list
form-need-curve = Must be level:volume pairs apart by semicolons, levels rising, such as 95:120; 96:150
form-need-text = Must be text
form-need-value = Must be filled in
form-need-place = This is no position. Write 119.6412, 29.0831 or 119°38′24″E 29°05′N

form-pick-away = { $away } away

removal-link = { $kind } by "{ $field }" ({ $n }): { $names }

# The command line
help-set = Change an object
help-set-object = The object as KIND:NAME or KIND:ID, such as shelter:白龙桥镇中心小学
help-set-values = What to change as FIELD=VALUE; nothing after the = empties it
help-set-at = Put it at this position
help-add = Add an object
help-add-kind = The kind
help-add-values = What it holds as FIELD=VALUE
help-add-at = Where it is
help-remove = Remove an object
help-remove-object = The object as KIND:NAME or KIND:ID
help-remove-anyway = Remove it even when others point to it
cli-object-form = "{ $text }" is not understood. Write KIND:NAME.
cli-value-form = "{ $text }" is not understood. Write FIELD=VALUE.
cli-no-object = There is no { $kind } called "{ $name }".
cli-several-objects = Several are called "{ $name }". Write the id: { $ids }
cli-no-field = There is no field "{ $field }". There are: { $known }
cli-value-does-not-fit = "{ $field }" cannot be "{ $value }": { $need }
cli-remove-hangs = Not removed; these belong to it (add --anyway to remove it all the same):
    { $what }

# The form in the window
card-edit = Edit
card-edit-on = Go on editing (unsaved)
card-remove = Remove
layers-add = Add one: { $kind }
form-title = Edit { $name }
form-title-new = Add { $kind }
form-fold = Put the form away
form-kept = * must be filled, ● is changed. What you typed is kept when you put the form away; Cancel throws it away.
form-save = Save
form-discard = Cancel
form-saving = Saving…
form-wrong = { $n } to be corrected
form-changed = { $n } changed
form-same = Nothing changed
form-none = (not filled)
form-today = Today
form-now = Now
form-choice-search = Find a choice
form-place = Position
form-place-hint = longitude, latitude (WGS-84)
form-place-pick = Click on the map
form-place-picking = Click a free place on the map
form-place-none = Without a position it is not on the map
form-place-drawn = Areas and lines are drawn on the map; fill in the rest here
form-meanwhile = Just changed elsewhere to: { $value }
form-meanwhile-place = Just moved elsewhere
form-take-theirs = Take theirs
form-keep-own = Keep mine
form-link = Choose: { $field }
form-link-close = Fold the list: { $field }
form-unlink = Clear: { $field }
form-link-search = Find by name: { $field }
form-link-looking = Looking…
form-link-none = Nothing fits
form-link-choose = Choose { $name }
form-link-more = { $n } more: type a little further
form-add-here = Add here…
form-add-what = Add what?
form-add-search = Find a kind
form-add-kind = Add here: { $kind }
form-add-none = There is no such kind
form-add-nothing = Add nothing

removal-title = Remove { $name }?
removal-looking = Looking for what belongs to it…
removal-hangs = These belong to it and will no longer find it:
removal-nothing = Nothing else points to it.
removal-undo = It can be undone afterwards.
removal-do = Remove it
removal-keep = Keep it
