"""A million receipt codes: their letters, how evenly they fall, that none comes twice; and every slip of a finger in a thousand of them."""

import math
from collections import Counter

from domain.counselling.crypto import codes
from domain.counselling.crypto.site import Site

MANY, CLOSELY = 1_000_000, 1_000
FAR = 6
"""Standard deviations: further off than this comes by chance once in some hundred million."""


def prove() -> str:
    site = Site.of("benchmark " * 4)
    found = [codes.code_of(site, codes.new_nonce()).replace("-", "") for _ in range(MANY)]
    assert len(set(found)) == MANY, "two forms have got the same code"
    seen = [Counter(code[place] for code in found) for place in range(codes.SYMBOLS)]
    assert all(set(one) == set(codes.LETTERS) for one in seen), "a code has another letter"
    mean = MANY / len(codes.LETTERS)
    off = max(abs(number - mean) for one in seen for number in one.values()) / math.sqrt(mean)
    assert off < FAR, f"a letter comes {off:.1f} standard deviations from its share"
    slips = sum(_slips(code) for code in found[:CLOSELY])
    return f"{MANY} codes: no two alike, no letter more than {off:.1f} sd off; {slips} slips in {CLOSELY} of them all caught"


def _slips(code: str) -> int:
    tried = 0
    for wrong in _mistyped(code):
        tried += 1
        try:
            codes.normalise(wrong)
        except codes.BadCode:
            continue
        raise AssertionError(f"{wrong} passes for {code}")
    return tried


def _mistyped(code: str):
    for place, right in enumerate(code):
        yield from (code[:place] + letter + code[place + 1 :] for letter in codes.LETTERS if letter != right)
        if place and code[place - 1] != right:
            yield code[: place - 1] + right + code[place - 1] + code[place + 1 :]
