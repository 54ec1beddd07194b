"""What a start and a booking do together: from the invitation to the conversation that has taken place.

`choosing`: whom it is for, who could come, when, and what speaks against a time. `talk`, `follow_up`, `outcome`, `by_hand`: booked, moved,
cancelled, held; `telling` and `interpreters`: whom that concerns. `family`, `listed`: what a family is asked, and what a list changes for
it. `absence`: what it hits, the ways out, the one chosen. `waitlist`: an earlier time, as the family, the worker and the staff meet it.
"""
