"""The far side of the pipe: requests in, named maps out. It never imports bpy."""
