"""Times together: appointments whose participants are all free, and that are never sold twice."""
