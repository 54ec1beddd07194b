"""Times together: appointments whose participants are all free, and that are never sold twice.

`kinds`: what can be booked. `finding`: when everybody is free. `verbs`: book, move, cancel, leave; `taking`: what that writes. `outcomes`:
what became of it. `showing`: what is told of one that stands.
"""
