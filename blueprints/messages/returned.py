"""Mail that came back: a delivery status notification (RFC 3464), as far as it speaks of a message of ours."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.message import Message
from typing import NamedTuple

OURS = re.compile(r"<([0-9]{1,9}-[0-9a-f]{32})@[^<>@\s]+>")


class Returned(NamedTuple):
    """`name` is ours for the message, `address` the one that did not take it."""

    name: str
    address: str


def returned(raw: bytes) -> list[Returned]:
    """Who did not get it for good. What is delayed, delivered, or no such notification at all, is nobody's business."""
    message = message_from_bytes(raw, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return []
    name = next(_names(message), None)
    refused = (address for part in message.walk() if part.get_content_type() == "message/delivery-status"
               for address in _refused(part))  # fmt: skip
    return [Returned(name, address) for address in dict.fromkeys(refused)] if name else []


def _names(message: Message) -> Iterator[str]:
    """From the message that is enclosed, or its headers. What the notification is called itself is no name of ours."""
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers", "message/global-headers"}:
            found = OURS.search(_message_id(part))
            if found:
                yield found[1]


def _message_id(part: Message) -> str:
    """The enclosed message is read as one; where its headers alone are enclosed, they are text."""
    inner = part.get_payload(0) if part.is_multipart() else message_from_bytes(_bytes(part))
    return str(inner.get("Message-ID", "")) if isinstance(inner, Message) else ""


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _refused(status: Message) -> Iterator[str]:
    """The first block is about the message, each of the others about one recipient."""
    blocks = status.get_payload()
    for block in blocks[1:] if isinstance(blocks, list) else []:
        if isinstance(block, Message) and _failed(block):
            told = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
            kind, _, address = told.partition(";")
            if kind.strip().lower() in {"rfc822", "utf-8"} and "@" in address:
                yield address.strip()


def _failed(block: Message) -> bool:
    try:
        return (
            str(block.get("Action", "")).strip().lower() == "failed"
            and str(block.get("Status", "5")).strip()[:1] == "5"
        )
    except HeaderParseError:
        return False
