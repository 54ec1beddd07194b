"""A list looked at, and a list applied: what the command line and the worker both do."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.access import Acting, Job, sees
from domain.access.units import Unit
from domain.base import today
from domain.starts.importing import places
from domain.starts.importing.applying import Applied, hold, write
from domain.starts.importing.checking import Checked, check
from domain.starts.importing.comparing import compare
from domain.starts.importing.plan import Plan
from domain.starts.importing.reading import Line
from domain.starts.importing.tables import WRONG
from domain.starts.standing import Standing, load
