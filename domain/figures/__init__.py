"""What leaders look at: are there times enough, and how did it go. Counts only, for every house that is theirs."""
