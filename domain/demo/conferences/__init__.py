"""The demo's coordination conferences: three houses' past year and what is to come."""

from domain.demo.conferences.years import plan as plan

__all__ = ["plan"]
