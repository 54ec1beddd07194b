"""Tasks (opgaver): written by whoever is occupied by something, put to a house, asked about, and taken by PPR."""
