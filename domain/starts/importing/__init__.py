"""The list of coming starts: read, checked, compared with what stands, and written all at once."""

from domain.starts.importing.applying import Applied as Applied
from domain.starts.importing.batches import PAGE as PAGE
from domain.starts.importing.batches import NotReady as NotReady
from domain.starts.importing.batches import apply as apply
from domain.starts.importing.batches import batch as batch
from domain.starts.importing.batches import latest as latest
from domain.starts.importing.batches import rows as rows
from domain.starts.importing.batches import upload as upload
from domain.starts.importing.faults import Fault as Fault
from domain.starts.importing.faults import ImportProblem as ImportProblem
from domain.starts.importing.heading import COLUMNS as COLUMNS
from domain.starts.importing.jobs import work as work
from domain.starts.importing.looking import Orders as Orders
from domain.starts.importing.looking import Preview as Preview
from domain.starts.importing.reading import read as read
