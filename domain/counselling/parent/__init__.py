"""What a parent does without a name: write, come back with the code, read, answer, take a time, and delete it all."""
