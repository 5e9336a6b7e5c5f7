"""Start the engine in a process of its own and talk to it; standard library only, never bpy and never torch."""
