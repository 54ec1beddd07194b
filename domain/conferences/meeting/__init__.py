"""The meeting itself: from item to item, written by several at once, each reading what is open to them."""
