"""The server's own secrets where nobody has given them: made once, and kept where only we read them."""

import os
import secrets
from pathlib import Path


def kept_secret(folder: Path, name: str = "secret-key") -> str:
    """The secret made by whoever started first; a hard link is atomic, so several processes agree on one. Raises OSError."""
    kept, made = folder / name, folder / f".{name}-{secrets.token_hex(8)}"
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
