# How layers look, filters and bookmarks
filter-unclear = The condition "{ $text }" cannot be read: a bracket or quotation mark is not closed, or and and or are mixed without brackets
filter-bad-value = "{ $value }" does not fit "{ $field }"
filter-no-field = There is no field "{ $field }"
