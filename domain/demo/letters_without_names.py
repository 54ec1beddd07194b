"""What the demo's anonymous parents have written, and what they were answered. Nobody has lived any of it."""

from typing import NamedTuple

ANSWER = (
    "Tak, fordi du skriver. Det lyder hårdt, og du er ikke alene om det. Mange børn vågner igen, når de er omkring fire måneder. "
    "Prøv at lægge ham, mens han er vågen, og lad det samme ske i samme rækkefølge hver aften. Skriv gerne, hvordan det går."
)
ENGLISH = (
    "Thank you for writing. It is common to feel this way in the first months, and there is help. "
    "Would you like to talk with one of us? You can choose a time here without giving your name."
)
ARABIC = "شكرًا لأنك كتبت إلينا. يمكنك أن تكتب لنا بلغتك، وسنجيبك هنا."


class Turn(NamedTuple):
    """`ago`: days; `ours`: a counsellor's answer."""

    ago: int
    text: str
    ours: bool = False


class Story(NamedTuple):
    """One case. `state`: what becomes of it at the end: "", "mine", "closed", "aside", "asked", "yes", "no" or "booked"."""

    turns: tuple[Turn, ...]
    topic: str = ""
    age: int | None = None
    wish: str = ""
    language: str = "da"
    state: str = ""
    label: str = ""
    note: str = ""
    suspected: bool = False


STORIES = (
    Story(
        (Turn(8, "Min søn på fire måneder vågner hver time. Jeg græder om natten og tør ikke sige det til nogen."),),
        *("soevn", 0, "skriv"),
    ),
    Story(
        (
            Turn(6, "Vi skændes hver aften, når børnene skal i seng. Jeg er bange for, at de hører det hele."),
            Turn(5, "Tak for din besked. Hvad sker der lige før, I begynder at skændes?", ours=True),
            Turn(1, "Det er mest, når en af os kommer sent hjem. Så er vi begge trætte."),
        ),
        *("samliv", 3, "samtale", "da", "mine", "Skænderier ved sengetid"),
        note="Spørg, om de vil tale sammen, begge to. Foreslå en tid om eftermiddagen.",
    ),
    Story((Turn(0, "Hvor meget må en på to år se på en skærm? Min svigermor siger, at jeg ødelægger hende."),), "andet", 2),
    Story(
        (
            Turn(3, "I do not feel happy since the baby came. My husband works all day. Is it normal?"),
            Turn(2, ENGLISH, ours=True),
        ),
        *("mig", 0, "samtale", "en", "booked", "First months"),
    ),
    Story(
        (Turn(4, "لا أعرف كيف أتحدث مع الروضة. ابنتي تبكي كل صباح ولا أفهم ما يقولون."), Turn(2, ARABIC, ours=True)),
        *("graad", 3, "skriv", "ar", "asked"),
    ),
    Story(
        (
            Turn(12, "Han spiser kun pasta og rugbrød. Er der noget galt med ham?"),
            Turn(10, "Nej, det er meget almindeligt i den alder. Læg en smule af det andet på tallerkenen, uden at han skal spise det.", ours=True),
        ),
        *("mad", 4, "skriv", "da", "yes", "Småtspisende"),
    ),
    Story(
        (Turn(9, "Vores datter siger næsten ingen ord, og hun er to et halvt."), Turn(8, ANSWER, ours=True)),
        *("udvikling", 2, "skriv", "da", "no"),
    ),
    Story(
        (Turn(30, "Jeg slog min søn i går. Det må aldrig ske igen. Hvad gør jeg?"), Turn(29, ANSWER, ours=True), Turn(27, "Tak. Jeg har talt med min søster nu.")
        , Turn(26, "Det var godt gjort. Du kan altid skrive igen.", ours=True)),
        *("opdragelse", 5, "samtale", "da", "closed"),
    ),
    Story((Turn(40, "Hvornår kan et barn sove hele natten?"), Turn(38, ANSWER, ours=True)), "soevn", 1, state="closed"),
    Story((Turn(1, "How do I tell my child that we are moving apart?"),), "samliv", 5, "skriv", "en"),
    Story((Turn(0, "test test test"),), suspected=True),
    Story((Turn(0, "test test test test"),), suspected=True),
    Story((Turn(2, "Køb billige ure her"),), suspected=True, state="aside"),
)  # fmt: skip
TEXTS = {
    "answer": {
        "da": "En familierådgiver læser det og svarer her på siden. Vi læser på hverdage.",
        "en": "A family counsellor reads it and answers here on the page. We read on working days.",
    },
    "urgent": {
        "da": "Er nogen i fare nu, så ring 112. Børns Vilkår: Forældretelefonen 35 55 55 57.",
        "en": "If anybody is in danger now, call 112. Children's Welfare (Børns Vilkår), for parents: 35 55 55 57.",
    },
    "network": {
        "da": "Kommunens brandmur ser, hvilken internetadresse der åbner siden, og gemmer det i 14 dage. God Start gemmer det ikke.",
        "en": "The municipality's firewall sees the internet address that opens the page, and keeps it for 14 days. God Start does not keep it.",
    },
}
STANDARD = (
    ("Åbningstider", "Vi læser på hverdage mellem 9 og 15. Du kan skrive hele døgnet."),
    ("Vil du tale med nogen?", "Du kan vælge en tid her på siden uden at sige dit navn. I kender hinanden på to ord, som kun du og rådgiveren kan se."),
    ("English: talk with somebody", "You can choose a time on this page without giving your name. You and the counsellor know each other by two words."),
)  # fmt: skip
