"""A referat as a tagged PDF (PDF/UA): the same text as on the screen, for a screen reader and for the archive."""

from typing import Any

from flask import current_app

from blueprints.assets import STATIC

VARIANT = "pdf/ua-1"


class NoPdf(Exception):
    """The machine lacks the system parts that the PDF library draws with (Pango and what it stands on)."""


def pdf(template: str, **context: Any) -> bytes:
    """NoPdf where it cannot be made. Nothing is fetched but our own fonts."""
    library = _library()
    page = current_app.jinja_env.get_template(template).render(context)
    document = library.HTML(string=page, base_url=STATIC.as_uri() + "/", url_fetcher=_own_files(library))
    fonts = library.text.fonts.FontConfiguration()
    sheet = library.CSS(filename=STATIC / "css" / "paper.css", url_fetcher=_own_files(library), font_config=fonts)
    made: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
    return made


def _library() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 -- 40 MiB that no other page needs, and it may be missing its system parts
    except (ImportError, OSError) as error:
        raise NoPdf from error
    return weasyprint


def _own_files(library: Any) -> Any:
    """Files of static/ alone: whatever a text holds, no address in it is asked for."""
    return library.urls.URLFetcher(allowed_protocols={"file"}, allow_redirects=False)
