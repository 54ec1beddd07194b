"""Group events with seats: theme evenings, open house, a visit to a mothers' group; and those who have signed up."""
