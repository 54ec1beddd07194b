"""What conferences keep: dates and who comes, items and what was written, tasks, efforts; and the locks on an approved referat."""
