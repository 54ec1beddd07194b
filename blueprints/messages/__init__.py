"""From a message's facts to a mail in the reader's language, and on to whoever delivers it."""

from blueprints.messages.mail import compose as compose
from blueprints.messages.mail import download as download
from blueprints.messages.post import Sender as Sender
from blueprints.messages.post import Undelivered as Undelivered
from blueprints.messages.post import sender as sender
from blueprints.messages.sms import has_sms as has_sms
from blueprints.messages.sms import texter as texter
from blueprints.messages.text import compose_text as compose_text
