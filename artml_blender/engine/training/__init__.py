"""Training on an artist's own photos; the scripts that made the shipped weights share parts of it."""
