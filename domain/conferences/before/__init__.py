"""Before a meeting: its agenda is proposed, put in order, and sent to those who come."""
