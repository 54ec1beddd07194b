"""Who may see and write what: viewers, guarded rows, and the nets that no statement gets round."""

from domain.access.found_in import found_in as found_in
from domain.access.install import install as install
from domain.access.net import ASKING as ASKING
from domain.access.net import Guarded as Guarded
from domain.access.net import NoViewer as NoViewer
from domain.access.net import Unscoped as Unscoped
from domain.access.net import Verb as Verb
from domain.access.net import ViewerChanged as ViewerChanged
from domain.access.net import sees as sees
from domain.access.viewers import STRANGER as STRANGER
from domain.access.viewers import Acting as Acting
from domain.access.viewers import CodeHolder as CodeHolder
from domain.access.viewers import Guardian as Guardian
from domain.access.viewers import Job as Job
from domain.access.viewers import Membership as Membership
from domain.access.viewers import Staff as Staff
from domain.access.viewers import Viewer as Viewer
from domain.access.writes import NotAllowed as NotAllowed
