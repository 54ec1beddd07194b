"""Subjects as they stand in the reader's inbox."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from blueprints.messages.headers import WIRE

SUBJECTS = (
    "Przez pewien czas będą mieli Państwo inną pielęgniarkę środowiskową",
    "Flyttet: Start-samtale onsdag 18.11.2026 kl. 9.30–10.30 i Børnehuset Søndergården, første sal",
    "ستكون لديكم زائرة صحية أخرى لفترة من الزمن في بلديتكم",
    "Plain and so long that it must be folded somewhere, since no line may be longer than that",
)


def test_every_space_of_a_subject_arrives():
    for subject in SUBJECTS:
        message = EmailMessage(policy=WIRE)
        message["Subject"] = subject
        message.set_content("Hej")
        sent = message.as_bytes()
        assert message_from_bytes(sent, policy=policy.default)["Subject"] == subject
        assert max(map(len, sent.splitlines())) <= 78
