# Plotting, measuring, checking shapes
action-plot-danger-area = Danger area set: { $name }
action-plot-closure = Road closed: { $name }
action-plot-draw = Plotted: { $name }
action-plot-reshape = Shape changed: { $name }

refusal-unsound = The shape is faulty. Mend it and try again.
refusal-plot-no-area = A danger area is an area: draw a polygon, a rectangle or a circle.
refusal-plot-no-place = The shape has no place. Draw it again.
refusal-plot-no-name = Give it a name first.
refusal-plot-no-kind = The catalogue has no “{ $kind }”, so it cannot be kept. Bring back the catalogue that ships with the program.
refusal-plot-already-past = The time it ends is past. Choose a later one.
refusal-plot-other-shape = { $name } keeps its type of shape.

problem-flaw-off-earth = Off the Earth: longitude must be within ±180 and latitude within ±90 ({ $at }).
problem-flaw-at-pole = A shape cannot reach a pole ({ $at }).
problem-flaw-across-date-line = A shape cannot cross the 180° meridian ({ $at }).
problem-flaw-empty = The shape is empty ({ $at }).
problem-flaw-too-few-points = Too few points: a line needs 2, an area 3 different ones ({ $at }).
problem-flaw-flat = All points lie on one line: there is no area ({ $at }).
problem-flaw-crosses-itself = The edge crosses itself at { $at }. Move a point there.
problem-flaw-hole-outside = The hole leaves the area at { $at }. Draw it inside.
problem-flaw-repeated-point = A repeated point was taken out ({ $at }).
problem-flaw-empty-hole = A hole with no area was taken out ({ $at }).
problem-flaw-holes-overlap = Overlapping holes were joined ({ $at }).
problem-flaw-hole-at-edge = A hole at the edge became part of the outline ({ $at }).
problem-flaw-parts-overlap = Overlapping parts were joined ({ $at }).

measured-line = Length { $length }
measured-area = Area { $area }, around it { $length }

help-measure = Measures length and area on the ellipsoid
help-measure-line = A line: two positions or more
help-measure-area = An area: three positions or more
