"""What the house does with anonymous cases by itself: when their time is over, their keys and their words go."""

from domain.counselling.keeping.expiry import WORDS, Gone, end, expire, forget, leave

__all__ = ["WORDS", "Gone", "end", "expire", "forget", "leave"]
