"""Mothers' groups, with the houses that they visit and the parents in them."""

from tests.browser.visits.visit import HOUSE, NURSES, Visit

VISITS = (
    Visit(
        shows=("groups/index.html", "groups/newborns.html", "groups/table.html"),
        address=f"{NURSES}/grupper/",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("groups/ended.html",), address=f"{NURSES}/grupper/?afsluttet=1", staff="sundhedsplejerske"),
    Visit(
        shows=("groups/show.html", "groups/members.html", "groups/met.html"),
        address=f"{NURSES}/grupper/{{group}}",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(
        shows=("groups/new.html", "groups/fields.html"),
        address=f"{NURSES}/grupper/ny?forslag=0",
        staff="sundhedsplejerske",
        main=True,
    ),
    Visit(shows=("groups/change.html",), address=f"{NURSES}/grupper/{{group}}/ret", staff="sundhedsplejerske"),
    Visit(shows=("groups/end.html",), address=f"{NURSES}/grupper/{{group}}/afslut", staff="sundhedsplejerske"),
    Visit(shows=("groups/child.html",), address=f"{NURSES}/grupper/barn/{{newborn}}", staff="sundhedsplejerske"),
    Visit(shows=("groups/meeting/show.html",), address=f"{NURSES}/grupper/{{group}}/moede", staff="sundhedsplejerske"),
    Visit(
        shows=("groups/meeting/presence.html",),
        address=f"{NURSES}/grupper/moede/{{met}}/fremmoede",
        staff="sundhedsplejerske",
    ),
    Visit(
        shows=("groups/meeting/cancel.html",),
        address=f"{NURSES}/grupper/moede/{{met}}/aflys",
        staff="sundhedsplejerske",
    ),
    Visit(
        shows=("groups/meeting/joint.html",),
        address=f"{NURSES}/grupper/{{group}}/faelles-tid?hus={{house}}",
        staff="sundhedsplejerske",
    ),
    Visit(shows=("groups/visits.html",), address=f"{HOUSE}/grupper/", staff="leder"),
    Visit(
        shows=("book/group/show.html", "book/group/excuse.html", "book/group/share.html"),
        address="/book/{link}/gruppe/{group}",
        of="grouped",
        main=True,
    ),
    Visit(shows=("book/group/wish.html",), address="/book/{link}/gruppeoenske", of="grouped"),
)
