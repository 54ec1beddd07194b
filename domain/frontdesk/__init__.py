"""Frontdesk: what staff do with time - openings, absences, the week and the day."""
