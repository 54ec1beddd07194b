"""The server's own secret where nobody has given one: made once, and kept where only we read it."""

import os
import secrets
from pathlib import Path


def kept_secret(folder: Path) -> str:
    """The secret made by whoever started first; a hard link is atomic, so several processes agree on one. Raises OSError."""
    kept, made = folder / "secret-key", folder / f".secret-key-{secrets.token_hex(8)}"
    folder.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, kept)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept.read_text().strip()
