"""The receipt code: made from the form's number, safe to read aloud and to mistype."""

import hmac
from collections import Counter
from hashlib import sha256

import pytest

from domain.counselling.crypto import codes
from domain.counselling.crypto.site import Site

SITE = Site.of("x" * 40)
NONCE = "00112233445566778899aabbccddeeff"
CODE = "RG70-KZ37-5GVD-YW09W"
MANY = 3_000
"""A million are made by benchmarks/prove."""


def made(number=MANY):
    return [codes.code_of(SITE, codes.new_nonce()) for _ in range(number)]


def test_the_code_of_a_form_is_always_the_same():
    assert codes.code_of(SITE, NONCE) == CODE


def test_it_is_the_first_80_bits_of_an_hmac():
    digest = hmac.new(
        bytes.fromhex("3c2710baac4de55543d943568dc90df950f0aa15e61c5e5113d1534939bc4644"), digestmod=sha256
    )
    digest.update(bytes.fromhex(NONCE))
    number = int.from_bytes(digest.digest()[:10], "big")
    letters = ""
    while len(letters) < 16:
        number, value = divmod(number, 32)
        letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[value] + letters
    assert CODE.replace("-", "")[:16] == letters


def test_another_site_makes_another_code():
    assert codes.code_of(Site.of("y" * 40), NONCE) != CODE


def test_it_stands_in_four_groups_and_the_last_has_the_check_symbol():
    assert codes.groups(CODE) == ["RG70", "KZ37", "5GVD", "YW09W"]
    assert codes.last_group(CODE) == "YW09W"


def test_its_letters_cannot_be_taken_for_others_and_come_equally_often():
    found = made()
    seen = Counter("".join(code.replace("-", "")[:-1] for code in found))
    assert set(seen) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    mean = MANY * 16 / 32
    assert max(abs(number - mean) for number in seen.values()) < 6 * mean**0.5
    assert len(set(found)) == MANY


def test_every_wrong_symbol_and_every_swap_of_neighbours_is_caught():
    for code in made(30):
        letters = code.replace("-", "")
        for place, right in enumerate(letters):
            for wrong in set(codes.LETTERS) - {right}:
                with pytest.raises(codes.BadCode):
                    codes.normalise(letters[:place] + wrong + letters[place + 1 :])
        for place in range(16):
            one, other = letters[place : place + 2]
            if one != other:
                with pytest.raises(codes.BadCode):
                    codes.normalise(letters[:place] + other + one + letters[place + 2 :])


@pytest.mark.parametrize(
    "typed",
    [CODE.lower(), CODE.replace("-", ""), " RG7O KZ37\n5gvd – yw0 9w ", "rg7o.kz37.5gvd.yw09w", "RG70 KZ37 5GVD YW09W"],
)
def test_it_is_the_same_however_it_is_typed(typed):
    assert codes.normalise(typed) == CODE


def test_o_and_i_and_l_are_read_as_what_they_look_like():
    letters = "0110" * 4
    right = letters + codes.check_symbol(letters)
    assert codes.normalise("OILO" * 4 + right[-1]) == codes.shown(right)


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "0", "U" + CODE[1:], "Æ" + CODE[1:], "🙂", CODE + " " * 60, "\0" * 17]
)
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(codes.BadCode):
        codes.normalise(typed)


@pytest.mark.parametrize("nonce", ["", "00", NONCE + "00", "g" * 32, "０" * 32, "é" * 32])
def test_what_is_no_number_of_a_form_is_refused(nonce):
    for use in (codes.nonce_hash, lambda one: codes.code_of(SITE, one)):
        with pytest.raises(codes.BadCode):
            use(nonce)


def test_the_hash_that_is_kept_tells_nothing_of_the_code():
    kept = codes.nonce_hash(NONCE)
    assert kept != sha256(bytes.fromhex(NONCE)).digest()
    assert CODE.replace("-", "").encode() not in kept


def test_the_last_group_or_all_of_it_shows_that_one_has_it():
    assert codes.same_group(CODE, "yw o9 w")
    assert codes.same_group(CODE, CODE.lower())
    assert not codes.same_group(CODE, "YW09")
    assert not codes.same_group(CODE, "5GVD")
    assert not codes.same_group(CODE, "Y" * 100)


def test_no_two_forms_have_the_same_number():
    assert len({codes.new_nonce() for _ in range(1_000)}) == 1_000
