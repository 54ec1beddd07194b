"""Which times a conversation can be at: who must come, when they can, and what speaks against a time."""
