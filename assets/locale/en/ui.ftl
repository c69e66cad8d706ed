layers-title = Layers
layers-empty = This district file holds no objects yet. Import a list to begin.
layers-other = Other
layers-group-hint = Show or hide every layer of “{ $group }”
desk-no-district = No district file is open. Open one with sitmap --file FILE, or make the sample district with sitmap demo.
