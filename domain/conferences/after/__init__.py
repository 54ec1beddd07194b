"""After the meeting: the referat, what was agreed in it, the efforts that it began, and what must not be forgotten."""

from domain.conferences.after.efforts import Plan as Plan
from domain.conferences.after.efforts import follow_up as follow_up
from domain.conferences.after.efforts import start_effort as start_effort
from domain.tovholder.followed import Look as Look
