"""What crosses the pipe between Blender and the engine; standard library and numpy only."""
