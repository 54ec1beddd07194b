"""Why a calendar could not be read, in words of ours: they are kept, so none of them holds anything that a server sent."""

ADDRESS, NAME, PRIVATE, INSECURE = "address", "name", "private", "insecure"
SILENT, CERTIFICATE, REDIRECTS, STATUS = "silent", "certificate", "redirects", "status"
GONE, BIG, TYPE, CUT, MUCH, BROKEN = "gone", "big", "type", "cut", "much", "broken"
ALL = frozenset(
    {
        *(ADDRESS, NAME, PRIVATE, INSECURE, SILENT, CERTIFICATE, REDIRECTS, STATUS),
        *(GONE, BIG, TYPE, CUT, MUCH, BROKEN),
    }
)


class Refused(Exception):
    """The calendar is not read; `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word
