"""How a subject is written for the wire: Python's own folding loses the space between two words that are encoded apart."""

from email.header import Header
from email.policy import EmailPolicy
from typing import Any


class Wire(EmailPolicy):
    """As email.policy.SMTP, but a subject that is not plain ASCII is encoded as a whole, so that every space in it arrives."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() != "subject" or str(value).isascii():
            return super().fold_binary(name, value)
        text = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {text}{self.linesep}".encode("ascii")


WIRE = Wire(linesep="\r\n")
