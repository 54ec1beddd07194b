"""After the meeting: the referat and its PDF, efforts, what people promised, what has no date, and how well it works."""

from blueprints.conferences.after import efforts as efforts
from blueprints.conferences.after import handing as handing
from blueprints.conferences.after import loose as loose
from blueprints.conferences.after import measures as measures
from blueprints.conferences.after import promises as promises
from blueprints.conferences.after import referat as referat
from blueprints.conferences.after import unagreed as unagreed
