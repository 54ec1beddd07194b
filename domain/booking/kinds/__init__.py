"""What kinds of appointment there are, and how early and late each can be booked."""
