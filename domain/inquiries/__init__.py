"""Henvendelser: a request for advice to the child's sundhedspleje, the district's FSR or a role of PPR, from staff or from parents."""
