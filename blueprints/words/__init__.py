"""What several pages say of the same thing: one table of words for each."""
