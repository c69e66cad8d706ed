# The nearest of any kind
nearest-title-of = Nearest: { $kind }
nearest-kind = Nearest
