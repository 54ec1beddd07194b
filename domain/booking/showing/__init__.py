"""What is told of an appointment that stands: who takes part, who interprets, in a calendar, and to whom it is shown."""
