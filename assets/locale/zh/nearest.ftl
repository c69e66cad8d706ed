# The nearest of any kind
nearest-within = 范围查询
nearest-title-of = 最近的{ $kind }
nearest-kind = 找最近的
