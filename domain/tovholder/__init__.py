"""A tovholder: one person who holds on to what was agreed until it is evaluated. What an effort and a family's course have in common."""
