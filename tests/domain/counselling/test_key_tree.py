"""Which key opens which: from the code, the passphrase, the paper and the cookie down to the case, and nothing sideways."""

import threading
from hashlib import blake2b

import pytest
from argon2.low_level import Type, hash_secret_raw

from domain.counselling.crypto import boxes, codes, slow, tree
from domain.counselling.crypto.boxes import Key, Unreadable
from domain.counselling.crypto.site import Site

SITE = Site.of("x" * 40)
CODE = "RG70-KZ37-5GVD-YW09W"


def argon2(typed, salt, rounds, mib):
    """The same by another library."""
    return hash_secret_raw(
        typed, salt, time_cost=rounds, memory_cost=mib * 1024, parallelism=1, hash_len=32, type=Type.ID
    )


def test_a_code_becomes_a_lookup_and_a_wrap():
    keys = slow.code_keys(SITE, CODE)
    k = argon2(CODE.encode(), bytes.fromhex("d574139e497ea6c88e0a5c388f5a6936"), 2, 19)
    assert keys.lookup == blake2b(key=k, person=b"lookup", digest_size=32).digest()
    assert bytes(keys.wrap) == blake2b(key=k, person=b"wrap", digest_size=32).digest()
    assert keys.lookup.hex() == "3b9b5a6a34f0526b7203deceaee4d51b99ee400c28d80744b80decccccaf710c"
    assert bytes(keys.wrap).hex() == "497bfdc021819d649fc751a8ab2bb0ef1ff3531d0854bdc28e2bc6cad2f808c4"


def test_a_passphrase_becomes_a_key_whichever_keyboard_wrote_it():
    composed, apart = "blå kanin løber stærkt", "bla\u030a kanin løber stærkt"
    keys = {bytes(slow.passphrase_key(typed, b"0" * 16)) for typed in (composed, apart)}
    assert keys == {argon2(composed.encode(), b"0" * 16, 4, 128)}
    assert keys == {bytes.fromhex("b27371d9ec7dd543a3e5e80ac910a46344b57481bb7adf260286b26e3e9d2ac8")}


def test_what_is_worked_out_is_not_shown():
    keys = slow.code_keys(SITE, CODE)
    assert repr(keys) == "CodeKeys()"
    assert repr(SITE) == "Site()"


def test_the_cookie_has_another_key_in_each_area():
    assert bytes(tree.cookie_key("s" * 32, "anonym")).hex().startswith("e850b6d2b03c63c9")
    assert bytes(tree.cookie_key("s" * 32, "reading")).hex().startswith("b99a5a656fc1b3c2")
    with pytest.raises(ValueError, match="staff"):
        tree.cookie_key("s" * 32, "staff")


def test_what_is_kept_for_one_case_opens_nothing_for_another():
    cookie, secret = tree.cookie_key("s" * 32, "anonym"), boxes.new_key()
    blob = tree.keep(cookie, secret, "case 5")
    assert bytes(tree.kept(cookie, blob, "case 5")) == bytes(secret)
    for key, about in ((cookie, "case 6"), (tree.cookie_key("t" * 32, "anonym"), "case 5")):
        with pytest.raises(Unreadable):
            tree.kept(key, blob, about)


def test_from_a_passphrase_down_to_a_case_and_over_to_the_next_epoch():
    public, private = boxes.new_pair()
    passphrase = Key(b"p" * 32)
    team, after, case = tree.new_epoch(), tree.new_epoch(), boxes.new_key()
    kept = tree.protect_private(passphrase, private)
    seat, sealed = tree.seal_team(public, team.private), tree.seal_case(team.public, case)
    opened = tree.open_team(tree.open_private(passphrase, kept), seat)
    assert bytes(tree.open_case(opened, sealed)) == bytes(case)
    moved = tree.change_epoch(opened, after.public, sealed)
    assert bytes(tree.open_case(after.private, moved)) == bytes(case)
    for wrong in (lambda: tree.open_case(after.private, sealed), lambda: tree.open_case(team.private, moved)):
        with pytest.raises(Unreadable):
            wrong()
    with pytest.raises(Unreadable):
        tree.open_private(Key(b"q" * 32), kept)


def test_the_paper_opens_what_was_sealed_for_it_however_it_is_typed():
    public, paper = tree.recovery_pair()
    team = tree.new_epoch()
    blob = tree.seal_team(public, team.private)
    typed = " " + paper.lower().replace("-", " ").replace("0", "o")
    assert bytes(tree.open_team(tree.paper_key(typed), blob)) == bytes(team.private)


def test_a_slip_in_the_paper_is_told():
    _public, paper = tree.recovery_pair()
    wrong = "Z" if paper[0] != "Z" else "Y"
    for typed in (
        wrong + paper[1:],
        paper[:-2],
        "",
        paper + paper,
        "U" + paper[1:],
        "Z" * 52 + codes.check_symbol("Z" * 52),
    ):
        with pytest.raises(codes.BadCode):
            tree.paper_key(typed)


def test_keys_are_worked_out_one_at_a_time(monkeypatch):
    """So that fifty at once cost the memory of one."""
    inside, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(5)

    def counted(*_args, **_more):
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.005)
        with lock:
            inside -= 1
        return b"k" * 32

    monkeypatch.setattr(slow.argon2id, "kdf", counted)

    def derive():
        both.wait()
        slow.code_keys(SITE, CODE)

    threads = [threading.Thread(target=derive) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == 1


def test_whoever_waits_too_long_is_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(slow, "PATIENCE", 0.0)
    with slow._my_turn(), pytest.raises(slow.Crowded):
        slow.code_keys(SITE, CODE)
    assert slow.code_keys(SITE, CODE)
