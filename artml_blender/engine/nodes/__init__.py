"""Twins of Blender's shader nodes in PyTorch: pure functions on tensors, differentiable wherever the node is.

A float is one tensor; a vector or colour is a tuple of three (`values.py`), so that nothing is copied to take it apart.
All of them broadcast against each other: over materials, rows and columns, and what does not vary stays small. On a
grid of pixels give u as [1, W], v as [H, 1] and a setting as [], and a node computes only what it must. Every function
has the node's inputs and settings as arguments, by Blender's own names, and returns its outputs. The same numbers as
Blender, to rounding: tests/nodes compares each with the real node.
"""
