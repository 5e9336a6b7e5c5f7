"""What tasks share: weights, devices, latents, strips, reports and files."""
