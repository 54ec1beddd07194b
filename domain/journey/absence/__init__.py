"""Somebody is away: which conversations it hits, what can be done about each, and all of it done in one go."""
