"""The birth list: read, checked, compared with what stands, and written all at once, in the same way as the list of coming starts."""
