# 图层的样子、筛选和书签
filter-unclear = 条件“{ $text }”读不懂：括号或引号没有配对，或者“且”“或”混用而没有加括号
filter-bad-value = “{ $value }”不适合“{ $field }”
filter-no-field = 没有“{ $field }”这个字段
