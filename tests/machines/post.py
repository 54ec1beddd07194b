"""A real mail server on a free port of this machine, which keeps what it gets and refuses what it is told to refuse."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.machines.servers import free_port


class Receiver:
    """`rcpt` and `data` are what the server answers to the next recipients and messages; empty takes them.

    `taken` is called when a message has been taken, before its sender hears of it.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[EmailMessage] = []
        self.rcpt = self.data = ""
        self.taken: Callable[[], None] | None = None

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.data:
            return self.data
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert envelope.rcpt_tos == [address.addr_spec for address in message["To"].addresses]
        self.received.append(message)
        if self.taken:
            self.taken()
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @contextmanager
    def up(self) -> Iterator["Receiver"]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()
