"""What a start and a booking do together: from the invitation to the conversation that has taken place."""
