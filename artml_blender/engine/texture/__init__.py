"""How a generated texture comes about: laid out once from its seed, drawn, finished as its adjustments say."""
