"""Whoever types a family learns nothing by it: not whether God Start knows the family, and nothing of what it knows."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from domain.access.citizens import Guardianship
from domain.referrals.tables import Referral, ReferralParent
from tests.databases import sqlite_only
from tests.factories import make_child, make_guardian
from tests.scenes.canaries import working
from tests.scenes.municipality import Browser, build
from tests.writes import REFERRED

pytestmark = sqlite_only
WAY = "/fsr/fsr-skovlunde/henvisninger"
MOTHER = {"name_1": "Sofie Holm", "email_1": "sofie@example.org", "custody_1": "y"}
REAL = {"name_2": "Ali Holm", "email_2": "ali@example.org", "custody_2": "y"}
TYPED = {
    "both as they are": MOTHER | REAL,
    "one of two": MOTHER,
    "an invented one beside the real": MOTHER | {"name_2": "Bo Opdigtet", "mobile_2": "+4520304050", "custody_2": "y"},
    "the name with another address": MOTHER | REAL | {"email_2": "anden@example.org"},
    "custody that is not theirs": MOTHER | {"name_2": "Morbror", "email_2": "onkel@example.org", "custody_2": "y"},
    "no custody where there is": MOTHER | {name: value for name, value in REAL.items() if name != "custody_2"},
    "one address for two": MOTHER | REAL | {"email_2": "sofie@example.org"},
}
"""What may be typed of a family of Sofie and Ali, who hold custody, and an uncle, who does not."""
SECRET = ("Kanariemor", "Kanariefar", "Kanarieonkel", "9999")


@pytest.fixture
def town(database):
    with database.sessions() as session:
        made = build(session)
        session.commit()
    return made


def known(database, name: str) -> None:
    with working(database.sessions) as session:
        child = make_child(session, name, date(2025, 2, 28))
        make_guardian(session, child, name="Sofie Kanariemor", email="Sofie@example.org", mobile="+4599999999")
        make_guardian(session, child, name="Ali Holm Kanariefar", email="ali@example.org", mobile="+4599999998")
        make_guardian(session, child, name="Kanarieonkel", email="onkel@example.org", custody=False)


def words(text: str, name: str, number: int) -> str:
    """What stands on a page, and not whom it is about."""
    main = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", text[text.index("<main") :], flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(main).replace(name, "BARNET").replace(f"/{number}", "/NR"))


def seen(app, town, database, name: str, typed: dict[str, str]) -> list[str]:
    """All that the writer meets, from the draft until each one who was typed has answered but the last."""
    writer, house = Browser(app, town.workers["fsr/socialraadgiver"].secret), town.units["familiehus"]
    family = {key: value for key, value in REFERRED.items() if not key[-1].isdecimal()}
    languages = {"language_1": "da", "language_2": "da"}
    form = family | languages | typed | {"child": name, "born": "2025-02-28", "house": house, "key": name}
    way = writer.post(f"{WAY}/ny", form).headers["Location"]
    number = int(way.rsplit("/", 1)[1])
    pages = [
        writer.post(f"{way}/spoerg", {}),
        writer.get(way),
        writer.get(f"{way}/barnet"),
        writer.get(f"{way}/samtykke"),
    ]
    choices = re.findall(r'name="guardian"[^>]*value="(\d+)"', pages[-1].text)
    with working(database.sessions) as session:
        own = select(ReferralParent.id).where(ReferralParent.referral_id == number, ReferralParent.custody)
        assert [*map(int, choices)] == sorted(session.scalars(own)), (
            "whoever was typed, by the number of what was typed"
        )
    for one in choices[:-1]:
        said = {"guardian": one, "value": "ja", "how": "mundtligt"}
        pages += [writer.post(f"{way}/samtykke", said), writer.get(way)]
    pages += [writer.get(f"{way}/barnet"), writer.get(f"{WAY}/")]
    return [f"{page.status_code} {words(page.text, name, number)}" for page in pages if "<main" in page.text]


def test_a_known_family_and_an_unknown_one_look_the_same_to_whoever_types_them(app, town, database, at):
    for number, (how, typed) in enumerate(TYPED.items()):
        names = f"Kendt Barn{number}", f"Ukendt Barn{number}"
        known(database, names[0])
        one, other = (seen(app, town, database, name, typed) for name in names)
        assert len(one) >= 3, how
        assert one[:-1] == other[:-1], how
        assert not [word for word in SECRET if word in " ".join(one)], how


def test_what_was_typed_changes_nothing_of_a_known_family_and_its_own_are_asked_all_the_same(app, town, database):
    for number, (how, typed) in enumerate(TYPED.items()):
        known(database, name := f"Kendt Barn{number}")
        with working(database.sessions) as session:
            before = session.execute(select(Guardianship)).scalars().all()
            kept = {(one.child_id, one.guardian_id, one.custody) for one in before}
            holders = {one.guardian_id for one in before if one.custody and one.child_id == max(c for c, _, _ in kept)}
        seen(app, town, database, name, typed)
        with working(database.sessions) as session:
            after = {(one.child_id, one.guardian_id, one.custody) for one in session.scalars(select(Guardianship))}
            about = session.scalars(select(Referral.child_id).order_by(Referral.id.desc())).first()
            asked = {guardian for child, guardian, custody in after if child == about and custody}
        assert kept <= after, how
        assert {one for one in after - kept if one[0] in {child for child, _, _ in kept}} == set(), how
        assert holders <= asked, how
