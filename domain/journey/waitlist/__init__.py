"""The waiting list: an earlier time that has become free is held for one family at a time."""
