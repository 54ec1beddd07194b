"""A house's year of conferences: its rule, its dates, who sits around the table and who comes to each."""
