"""When a child has grown, or nobody has any use of it: all that concerns it is deleted, and what still stands open is told to whoever can close it."""
