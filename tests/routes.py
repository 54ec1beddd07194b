"""Every route of the application, each with an address that can be asked for."""

from flask import Flask
from werkzeug.routing import Rule

VALUES = {"IntegerConverter": 1, "SlugConverter": "troldebo", "UnicodeConverter": "ukendt"}


def routes(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def address(app: Flask, rule: Rule) -> str:
    """With made-up values: most of them lead to a 404 or to the sign-in, and that is an answer too."""
    values = {name: _value(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values, next(iter(rule.methods - {"HEAD", "OPTIONS"})))


def _value(converter) -> object:
    name = type(converter).__name__
    return min(converter.items) if name == "AnyConverter" else VALUES[name]
