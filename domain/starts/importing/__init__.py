"""The list of coming starts: read, checked, compared with what stands, and written all at once."""
