"""Materials as node graphs, evaluated: from the contract's graph to tensors, without Blender.

`plan.py` puts the nodes that a result needs in order, `call.py` is what a node sees of its sockets, the `*_nodes.py`
say which function of `engine/nodes` each node is, and `surface.py` is the piece of surface that is shaded.
"""
