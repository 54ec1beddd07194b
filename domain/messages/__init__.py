"""Messages as they are sent: what each is about, to whom, and what it may say."""

from domain.letter import Letter as Letter
from domain.letter import Meeting as Meeting
from domain.messages.about import REMINDERS as REMINDERS
from domain.messages.about import WANTS as WANTS
from domain.messages.about import Matter as Matter
from domain.messages.about import Overtaken as Overtaken
from domain.messages.about import meeting as meeting
from domain.messages.letters import NoAddress as NoAddress
from domain.messages.letters import letter as letter
