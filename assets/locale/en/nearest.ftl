# The nearest of any kind
nearest-within = Range
nearest-title-of = Nearest: { $kind }
nearest-kind = Nearest
