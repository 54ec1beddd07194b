"""The reading passphrase of the demo's counsellors: shown where one unlocks, and only in a demo."""

PASSPHRASE = "fire rolige heste græsser"  # noqa: S105 -- printed on the page where one unlocks
