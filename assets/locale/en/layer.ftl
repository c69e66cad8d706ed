# How layers look, filters and bookmarks
filter-unclear = The condition "{ $text }" cannot be read: a bracket or quotation mark is not closed, or and and or are mixed without brackets
