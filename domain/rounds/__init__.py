"""The day's round: a sundhedsplejerske's visits at home, the way between them, and what the families have been told of when she comes."""
