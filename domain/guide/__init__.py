"""Who can help, found by what worries somebody; and the texts that the municipality publishes. About nobody: no word here is a family's."""
