"""What a start and a booking do together: from the invitation to the conversation that has taken place.

`siblings`, `people` and `plan`: whom it is for, who could come, and when. `choice`, `offered`, `doubts`: which times there are, and what
speaks against one. `talk`, `follow_up`, `outcome`, `by_hand`: booked, moved, cancelled, held; `telling` and `interpreters`: whom that
concerns. `family`, `listed`: what a family is asked, and what a list changes for it. `absent`, `instead`, `sickday`: what an absence
hits, the ways out, the one chosen. `waiting`, `line`, `waiters`: an earlier time, as the family, the worker and the staff meet it.
"""
