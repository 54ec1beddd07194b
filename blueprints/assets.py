"""Static files under an address that changes with their content, and the template macros under two names."""

import shutil
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from time import time
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

from flask import Flask
from flask_babel import get_locale
from jinja2 import Environment
from jinja2.runtime import Macro
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from blueprints.headers import ALWAYS, STRICT
from blueprints.language import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STATIC = Path(__file__).parent.parent / "static"
KEPT = 7 * 24 * 3600
SAME = {"icon", "dot"}
"""Macros of which there are only so many: what they say hangs on their few arguments alone, and is kept."""
SAME_IN_A_LANGUAGE = {"sections"}
"""Of which it hangs on the page's language too: they say it in words."""


class Macros:
    """Every macro of one template folder. Read at first use, when all of Jinja's globals are in place."""

    def __init__(self, env: Environment, folder: str) -> None:
        self._env, self._folder = env, folder

    @cached_property
    def _found(self) -> dict[str, Any]:
        names = self._env.list_templates(filter_func=self._holds_macros)
        modules = [vars(self._env.get_template(name).module) for name in names]
        return {
            key: _kept(key, value) for module in modules for key, value in module.items() if isinstance(value, Macro)
        }

    def _holds_macros(self, name: str) -> bool:
        """Partials that are included want their page's values, and cannot be read on their own."""
        loader = self._env.loader
        if loader is None or not name.startswith(self._folder + "/"):
            return False
        return "{% macro " in loader.get_source(self._env, name)[0]

    def names(self) -> set[str]:
        return set(self._found)

    def __getattr__(self, name: str) -> Any:
        if name in self._found:
            vars(self).update(self._found)  # from now on they are simply there
            return self._found[name]
        raise AttributeError(f"no macro {name!r} in templates/{self._folder}/")


def _kept(name: str, macro: Macro) -> "Callable[..., Any]":
    if name in SAME:
        return cache(macro)
    return _by_language(macro) if name in SAME_IN_A_LANGUAGE else macro


def _by_language(macro: Macro) -> "Callable[..., Any]":
    kept = lru_cache(maxsize=1024)(lambda _language, *args: macro(*args))
    return lambda *args: kept(spoken(), *args)


def register(app: Flask) -> None:
    version = digest()
    addresses = {name: f"/static/{version}/{name}" for name in files()}
    root = STATIC if app.debug else compressed(Path(app.instance_path), version)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=root,
        prefix=f"static/{version}/",
        autorefresh=app.debug,
        max_age=0,
        immutable_file_test=lambda _path, _url: not app.debug,
        allow_all_origins=False,
        add_headers_function=close,
    )
    app.jinja_env.globals.update(
        asset=addresses.__getitem__,
        locale=get_locale,
        ui=Macros(app.jinja_env, "ui"),
        parts=Macros(app.jinja_env, "partials"),
    )


def files() -> "Iterator[str]":
    return (path.relative_to(STATIC).as_posix() for path in sorted(STATIC.rglob("*")) if path.is_file())


def digest() -> str:
    """One version for all files: an address inside a style sheet then needs no rewriting."""
    seen = blake2b(digest_size=6)
    for name in files():
        seen.update(name.encode() + b"\0" + (STATIC / name).read_bytes())
    return seen.hexdigest()


def compressed(instance: Path, version: str) -> Path:
    """A copy with a .gz beside each text file, made once per version; several workers may come at once."""
    done = instance / "static" / version
    if not done.exists():
        done.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=done.parent)) / "static"
        shutil.copytree(STATIC, draft)
        compressor = Compressor(quiet=True)
        for path in [path for path in draft.rglob("*") if path.is_file() and compressor.should_compress(path.name)]:
            compressor.compress(str(path))
        publish(draft, done)
    return done


def publish(draft: Path, done: Path) -> None:
    """Whoever comes first is right. Versions that no worker has used for a while go."""
    try:
        draft.rename(done)
    except OSError:
        if not done.exists():
            raise
    shutil.rmtree(draft.parent)
    for other in done.parent.iterdir():
        if other != done and other.stat().st_mtime < time() - KEPT:
            shutil.rmtree(other, ignore_errors=True)


def close(headers: Headers, _path: str, _url: str) -> None:
    """These answers never reach Flask, so what every answer owes is set here as well; only these may be kept."""
    owed = {name: value for name, value in ALWAYS.items() if name != "Cache-Control"}
    for name, value in (owed | {"Content-Security-Policy": STRICT}).items():
        headers[name] = value
