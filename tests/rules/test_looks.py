"""Parents read who has looked at their child, and at what: in words, whatever page it was."""

import ast
from importlib import import_module
from pathlib import Path

from blueprints.words.looked import WORDS

ROOT = Path(__file__).parents[2]


def kinds_looked_at():
    """What the views say they show of a child: the second thing that `audit.seen` is told, where a third says whose it is."""
    for path in (ROOT / "blueprints").rglob("*.py"):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.seen" and len(call.args) > 2:
                kind = call.args[1]
                yield kind.value if isinstance(kind, ast.Constant) else getattr(module, ast.unparse(kind), None)


def test_every_look_at_a_child_has_words():
    kinds = {kind for kind in kinds_looked_at() if kind}
    assert len(kinds) > 10
    assert kinds <= set(WORDS), "say in WORDS of blueprints/words/looked.py what parents read"
