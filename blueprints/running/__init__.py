"""How God Start runs: its processes, the worker's duties, and what the command line can do."""
