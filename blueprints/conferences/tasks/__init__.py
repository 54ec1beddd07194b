"""Opgaver: the pages on which tasks are written, asked about, listed and taken."""

from blueprints.conferences.tasks import agreeing, listed, ppr, putting, shown, writing

__all__ = ["agreeing", "listed", "ppr", "putting", "shown", "writing"]
