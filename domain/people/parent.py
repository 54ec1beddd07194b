"""A parent before there is a row: what a form or a list says of one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A guardian as told. Nothing said of an address or a language leaves what is known alone; of somebody new it is Danish."""

    name: str
    email: str = ""
    mobile: str = ""
    language: str = ""
    custody: bool = True
