"""New tiles from one picture: pieces of it laid around a torus, cut where they agree, and healed. NumPy alone."""
