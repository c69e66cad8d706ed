# The nearest of any kind
nearest-title-of = 最近的{ $kind }
nearest-kind = 找最近的
