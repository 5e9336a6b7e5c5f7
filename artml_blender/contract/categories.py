"""The broad classes of material a texture generator knows, by their fixed names and the names artists read."""

CATEGORIES = {
    "brick": "Brick",
    "concrete-plaster": "Concrete & Plaster",
    "fabric": "Fabric",
    "ground": "Ground",
    "marble-onyx": "Marble & Onyx",
    "metal": "Metal",
    "nature": "Nature",
    "paper": "Paper",
    "paving": "Paving",
    "plastic-rubber": "Plastic & Rubber",
    "roof": "Roof",
    "stone-rock": "Stone & Rock",
    "tiles": "Tiles",
    "wood": "Wood",
}

NATIVE_SIZE = 512  # pixels that one tile of a generated texture has; its model card repeats it
