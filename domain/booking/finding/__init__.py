"""Free times: openings, absences and claims as rows of quarters, and the runs at which everybody who must come is free."""
