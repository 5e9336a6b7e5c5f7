"""Twins of Blender's shader nodes in PyTorch: pure functions on tensors, differentiable wherever the node is.

Values of a socket are float32 tensors that broadcast against each other: a float [...], a vector or colour [..., 3].
Every function has the node's inputs and settings as arguments, by Blender's own names and defaults, and returns its
outputs. The same numbers as Blender, to rounding: tests/nodes compares each with the real node.
"""
