"""What everybody may open: the front page, help, the guide, signing in, one's own account, Min dag."""

from sqlalchemy import select, update

from domain.access.links import open_staff_link
from domain.access.staff import Staff, StaffSession
from tests.browser.demo_server import Municipality
from tests.browser.tabs import Tab
from tests.browser.visits.visit import HOUSE, NURSES, WELCOME_ENDS, Visit, work
from tests.factories import SECRET


def locked(demo: Municipality) -> None:
    with demo.session() as session:
        session.execute(update(StaffSession).values(locked=True))


def welcomed(demo: Municipality) -> None:
    with demo.session() as session:
        nurse = session.scalars(select(Staff.id).where(Staff.login == "sundhedsplejerske")).one()
        open_staff_link(session, SECRET, nurse, WELCOME_ENDS)


def mailed(demo: Municipality) -> None:
    """The first handful of the demo's mails is written."""
    work(demo).handful()


def first_row(tab: Tab) -> None:
    tab.page.locator("main .rows a").first.click()


VISITS = (
    Visit(shows=("citizen/front.html", "citizen/directory.html"), address="/", main=True),
    Visit(shows=("guide/help.html",), address="/hjaelp?q=skilsmise", main=True),
    Visit(shows=("guide/help.html",), address="/hjaelp?sprog=ar", staff="ppr"),
    Visit(shows=("guide/rammer.html",), address="/rammer"),
    Visit(shows=("guide/text.html",), address="/rammer/faellesskabsmodellen"),
    Visit(shows=("underretning/show.html",), address="/fsr/skovlunde/underretning/", staff="fsr", main=True),
    Visit(shows=("citizen/privacy.html",), address="/privatliv"),
    Visit(shows=("citizen/privacy.html",), address="/privatliv?sprog=ar"),
    Visit(shows=("citizen/accessibility.html",), address="/was"),
    Visit(shows=("citizen/status.html",), address="/status"),
    Visit(shows=("citizen/elsewhere.html",), address="/til/child/99999", staff="leder", status=404),
    Visit(shows=("errors/page.html", "errors/texts.html"), address="/findes-ikke", status=404),
    Visit(shows=("account/login.html",), address="/login", main=True),
    Visit(shows=("account/unlock.html",), address="/laas-op", staff="leder", before=locked),
    Visit(shows=("account/welcome.html",), address="/velkommen/{welcome}", before=welcomed),
    Visit(shows=("account/own.html",), address="/konto", staff="leder"),
    Visit(shows=("account/own.html", "account/fetched.html"), address="/konto", staff="sundhedsplejerske", main=True),
    Visit(shows=("demo_mail/index.html",), address="/demo/post/", before=mailed),
    Visit(
        shows=("demo_mail/show.html",), address="/demo/post/", before=mailed, after=lambda _demo, tab: first_row(tab)
    ),
    Visit(shows=("day/show.html",), address=f"{HOUSE}/", staff="leder", main=True),
    Visit(shows=("day/show.html",), address=f"{NURSES}/", staff="sundhedsplejerske", main=True),
    Visit(shows=("day/gather.html",), address="/ppr/", staff="leder"),
)
