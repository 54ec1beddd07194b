"""What is locked opens with its own key, in its own place, and in no other way; and no key is ever shown."""

import json
import logging
import pickle
import traceback

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, sodium_unpad

from domain.counselling.crypto import boxes, tree
from domain.counselling.crypto.boxes import Key, Unreadable

KEY, SECRET = Key(bytes(range(32))), Key(bytes(range(32, 64)))
PUBLIC = "8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f"
WRAPPED = "018e42a0958f88fea96eac2c30ed5801636a5560527f4a38bf6c8e4066dd45d96b60d633c723bd34f49bd0b8ed0053d7d04d0418b58666b933d80e3c1d41bc0ef298ab0c6ece10aeb7"
SEALED = "01b2c6a6122f79f05f58f9e1d690ecd6dc4d061400e21fe17da308f8d7530bac5f03fc77b3137838288d0a5256152042fa79365b2b779f73a2a7f6f0bce009cd454b7dfff44e5052f8d861f8a00d00e5ef"
KEPT = "0113cd334410dcda4ff3fc4892928fc68a6995d5b4070d0508702b9554e047133002b70e5f4474ef1edb54046bb3b622b7b4cf063d6cd2995937280653104f015f7f1153063a3cef7f"
TEXT = {"text": "Blåbærgrød"}


def test_fixed_boxes_open_as_they_did_when_they_were_locked():
    assert bytes(tree.unwrap_case(KEY, bytes.fromhex(WRAPPED), 5)) == bytes(SECRET)
    assert bytes(boxes.unseal(KEY, bytes.fromhex(SEALED))) == bytes(SECRET)
    assert bytes(tree.kept(KEY, bytes.fromhex(KEPT), "case 5")) == bytes(SECRET)
    assert boxes.public_of(KEY).hex() == PUBLIC
    assert len(bytes.fromhex(SEALED)) == 81


def test_a_text_is_locked_as_it_is_written_down():
    """Version, nonce, and XChaCha20-Poly1305 of the padded JSON, bound to version, case, direction and number."""
    blob = boxes.encrypt(KEY, 5, "ind", 1, TEXT)
    opened = crypto_aead_xchacha20poly1305_ietf_decrypt(blob[25:], b"\x01|5|ind|1", blob[1:25], bytes(KEY))
    assert blob[:1] == b"\x01"
    assert json.loads(sodium_unpad(opened, 1024)) == TEXT


def test_the_length_tells_next_to_nothing():
    assert {len(boxes.encrypt(KEY, 5, "ind", 1, {"text": "æ" * number})) for number in (0, 1, 100, 490)} == {1065}


def test_the_same_text_is_never_locked_in_the_same_way():
    assert len({boxes.encrypt(KEY, 5, "ind", 1, TEXT) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("key", "case", "direction", "number"),
    [
        (SECRET, 5, "ind", 1),
        (KEY, 6, "ind", 1),
        (KEY, 5, "ud", 1),
        (KEY, 5, "ind", 2),
        (KEY, 51, "ind", 1),
        (KEY, 5, "ind|1", 1),
    ],
)
def test_a_text_opens_in_its_own_place_only(key, case, direction, number):
    blob = boxes.encrypt(KEY, 5, "ind", 1, TEXT)
    with pytest.raises(Unreadable):
        boxes.decrypt(key, case, direction, number, blob)


def spoilt(blob):
    """Cut, lengthened, of another version, and with a bit turned somewhere."""
    yield from (blob[:at] for at in (0, 1, 10, 25, 40, len(blob) - 1))
    yield from (blob + b"\0", b"\x02" + blob[1:], b"\x00" + blob[1:])
    yield from (blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :] for at in (1, 24, 25, len(blob) // 2, len(blob) - 1))


def test_what_is_spoilt_is_refused_without_a_word_of_what_it_was():
    text = boxes.encrypt(KEY, 5, "ind", 1, TEXT)
    ways = {
        text: lambda blob: boxes.decrypt(KEY, 5, "ind", 1, blob),
        bytes.fromhex(WRAPPED): lambda blob: tree.unwrap_case(KEY, blob, 5),
        bytes.fromhex(SEALED): lambda blob: boxes.unseal(KEY, blob),
    }
    for blob, way in ways.items():
        for bad in spoilt(blob):
            with pytest.raises(Unreadable) as caught:
                way(bad)
            assert str(caught.value) == ""
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_what_holds_no_json_is_refused():
    with pytest.raises(Unreadable):
        boxes.decrypt(KEY, 5, "ind", 1, boxes._lock(KEY, boxes.sodium_pad(b"{", 1024), "5|ind|1"))


def test_a_wrapped_key_belongs_to_its_case():
    blob = tree.wrap_case(KEY, SECRET, 5)
    with pytest.raises(Unreadable):
        tree.unwrap_case(KEY, blob, 6)
    with pytest.raises(Unreadable):
        tree.kept(KEY, blob, "case 5")


def test_a_key_is_never_shown(caplog):
    raw = bytes(SECRET)
    told = [repr(SECRET), str(SECRET), f"{SECRET}", f"{[SECRET]}"]
    with caplog.at_level(logging.INFO):
        logging.getLogger("x").info("here: %s %r", SECRET, {"key": SECRET})
    try:
        boxes.unwrap(SECRET, b"\x01" + b"\0" * 72, "x")
    except Unreadable as error:
        told.append("".join(traceback.TracebackException.from_exception(error, capture_locals=False).format()))
    for text in (*told, caplog.text):
        assert raw.hex() not in text
        assert str(raw)[2:20] not in text
    with pytest.raises(TypeError):
        pickle.dumps(SECRET)


def test_a_key_has_32_bytes():
    with pytest.raises(Unreadable):
        Key(b"short")


def test_numbers_of_rows_are_never_used_twice_and_tell_no_order():
    ids = [boxes.new_id() for _ in range(2_000)]
    assert len(set(ids)) == 2_000
    assert 0 < min(ids) <= max(ids) <= 2**47
    assert ids != sorted(ids)
