"""Times together: appointments whose participants are all free, and that are never sold twice."""

from domain.booking.claims import SlotTaken as SlotTaken
from domain.booking.claims import prune as prune
from domain.booking.limits import TooFar as TooFar
from domain.booking.limits import TooLate as TooLate
from domain.booking.limits import bookable as bookable
from domain.booking.limits import changeable as changeable
from domain.booking.search import Candidate as Candidate
from domain.booking.search import Need as Need
from domain.booking.search import Offer as Offer
from domain.booking.search import packed as packed
from domain.booking.search import search as search
from domain.booking.seats import kept as kept
from domain.booking.seats import participants as participants
from domain.booking.types import ensure_types as ensure_types
from domain.booking.verbs import Booking as Booking
from domain.booking.verbs import Changed as Changed
from domain.booking.verbs import NotBooked as NotBooked
from domain.booking.verbs import book as book
from domain.booking.verbs import cancel as cancel
from domain.booking.verbs import finish as finish
from domain.booking.verbs import leave as leave
from domain.booking.verbs import move as move
