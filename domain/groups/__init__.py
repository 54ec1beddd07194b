"""Mothers' groups: who is proposed which, seats and waiting list, meetings, and what one family lets the others know."""
