"""Inquiries between colleagues, and the parents' part in them."""

from tests.browser.visits.visit import HOUSE, NURSES, Visit

VISITS = (
    Visit(shows=("inquiries/index.html",), address=f"{HOUSE}/henvendelser/", staff="paedagog", main=True),
    Visit(shows=("inquiries/kinds.html",), address=f"{HOUSE}/henvendelser/ny", staff="paedagog"),
    Visit(shows=("inquiries/write.html",), address=f"{HOUSE}/henvendelser/ny/ppr", staff="paedagog", main=True),
    Visit(
        shows=("inquiries/show.html", "inquiries/ahead.html", "inquiries/facts.html"),
        address=f"{HOUSE}/henvendelser/{{inquiry_asked}}",
        staff="paedagog",
    ),
    Visit(
        shows=("inquiries/agree.html",),
        address=f"{HOUSE}/henvendelser/{{inquiry_asked}}/samtykke",
        staff="paedagog",
    ),
    Visit(
        shows=("inquiries/withdraw.html",), address=f"{HOUSE}/henvendelser/{{inquiry_draft}}/traek", staff="paedagog"
    ),
    Visit(
        shows=("inquiries/show.html", "inquiries/meeting.html"),
        address="/fsr/skovlunde/henvendelser/{inquiry_choosing}",
        staff="fsr",
        main=True,
    ),
    Visit(shows=("inquiries/times.html",), address="/fsr/skovlunde/henvendelser/{inquiry_choosing}/tid", staff="fsr"),
    Visit(
        shows=("inquiries/show.html", "inquiries/hands.html"),
        address=f"{NURSES}/henvendelser/{{inquiry_given}}",
        staff="sundhedsplejerske",
    ),
    Visit(shows=("inquiries/close.html",), address="/fsr/skovlunde/henvendelser/{inquiry_taken}/luk", staff="fsr"),
    Visit(shows=("inquiries/load.html",), address="/fsr/skovlunde/henvendelser/belastning", staff="fsr", main=True),
    Visit(shows=("inquire/index.html",), address="/henvendelse/", main=True),
    Visit(shows=("inquire/follow.html",), address="/henvendelse/{asker}"),
    Visit(
        shows=("book/inquiry/show.html", "book/asked.html"),
        address="/book/{link}/henvendelse/{inquiry_asked}",
        of="asked_family",
        main=True,
    ),
    Visit(
        shows=("book/inquiry/times.html",),
        address="/book/{link}/henvendelse/{inquiry_choosing}/tid",
        of="choosing_family",
    ),
    Visit(shows=("book/inquiry/in_family.html",), address="/book/{link}/familien", of="asked_family"),
)
