app-name = SitMap

# What happened (journal, undo)
action-shelter-open = Open { $name }
action-shelter-close = Close { $name }
action-register-arrivals = { $name }: { $people } people registered
action-register-departures = { $name }: { $people } people left
action-set = Change { $field } of { $name }
action-move = Move { $name }
action-add = Add { $name }
action-remove = Delete { $name }
action-undo = Undo: { $what }
action-redo = Redo: { $what }

# Why something was not done
refusal-object-gone = This object is no longer there. Look again and retry.
refusal-shelter-open-already = { $name } is open already.
refusal-shelter-close-already = { $name } is closed already.
refusal-shelter-not-empty = { $name } still holds { $people } people. Register their leaving first.
refusal-register-number = The number must be whole, 1 to { $most }; negative when people leave.
refusal-register-too-few = { $name } holds { $there } people; { $people } cannot leave.
refusal-register-closed = { $name } is closed. Open it first.
refusal-no-field = There is no field "{ $field }".
refusal-field-is-summed = "{ $field }" is the sum of registrations. Register people instead.
refusal-nothing-changed = Nothing changed.

refusal-nothing-to-undo = Nothing to undo.
refusal-nothing-to-redo = Nothing to redo.
refusal-undo-blocked = Cannot undo "{ $what }": "{ $by }" changed the same place later. Deal with that first.
refusal-changed-meanwhile = This has just been changed. Look at it and retry.

refusal-store = Not saved. Try again.
refusal-read-only = The file is open for reading only.
refusal-undo-changed = Cannot undo "{ $what }": the same place has changed since. Look at it first.
