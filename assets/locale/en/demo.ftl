# Faults of catalogue files, and the sample
sample-mark = Sample data
sample-district = Sample: Wucheng District, Jinhua
problem-catalogue-bad-id = Kind "{ $kind }": the id "{ $value }" cannot be used; take lower-case letters, digits and underscores, a letter first, and no reserved name
problem-catalogue-no-words = Kind "{ $kind }": "{ $value }" lacks its Chinese name or its one-character mark; add it
problem-catalogue-field-twice = Kind "{ $kind }": the field "{ $value }" is there twice; remove one
problem-catalogue-no-choices = Kind "{ $kind }": the field "{ $value }" is a choice without choices; add them
problem-catalogue-bad-choice = Kind "{ $kind }": the choices of "{ $value }" hold a double, a blank or a comma; correct them
problem-catalogue-no-link = Kind "{ $kind }": the field "{ $value }" is a link to nothing; add `link`
problem-catalogue-link-unknown = Kind "{ $kind }" links to "{ $value }", which is not there; shown as text for now
problem-catalogue-no-group = Kind "{ $kind }": there is no group "{ $value }"; it stands last for now
problem-catalogue-summed-not-integer = Kind "{ $kind }": the summed field "{ $value }" must be an integer; change its type
problem-catalogue-empty-range = Kind "{ $kind }": the least of "{ $value }" is above its greatest; correct it
problem-catalogue-no-field = Kind "{ $kind }" uses the field "{ $value }", which is not declared; add or rename it
problem-catalogue-type-change = Kind "{ $kind }": a field is stored differently in this file; the file's way stands
problem-catalogue-geometry-change = Kind "{ $kind }": its geometry type differs in this file; the file's way stands
