"""What is kept of anonymous counselling. In clear: ids, days, states, keys that others lock; never a word that somebody wrote."""

from domain.counselling.tables import cases, desk, team, times

PARTS = (cases, desk, team, times)
