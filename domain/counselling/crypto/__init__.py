"""Codes, keys and the boxes they open. All of it libsodium's: nothing is home-made but the order of things."""
