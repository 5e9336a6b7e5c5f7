"""Make, check and remove the Python environment with PyTorch; standard library only, on any Python."""
