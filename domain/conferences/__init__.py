"""Coordination conferences: from a worry to help that is followed up (domain.md, "Coordination conferences" and "Agenda")."""
