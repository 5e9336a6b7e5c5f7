"""Node groups that the families share; each is periodic: the same at (u, v), (u + 1, v) and (u, v + 1)."""
