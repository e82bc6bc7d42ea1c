"""Passwords and secrets: kept as what nobody can turn back."""

from unicodedata import normalize

import pytest

from app.core.settings import Settings
from app.people.passwords import MEMORY_KIB, Passwords, digest, new_token


@pytest.fixture(scope="module")
def passwords():
    return Passwords(1)


def test_a_password_fits_its_own_hash_alone(passwords):
    kept = passwords.hash("a sentence for the tests")
    assert passwords.fits("a sentence for the tests", kept)
    assert not passwords.fits("a sentence for the test", kept)
    assert not passwords.fits("", kept)


@pytest.mark.parametrize("written", ["Größe und Käse im Café 12", "แมวน้ำ กับ กุ้งน้ำ ๑๒", "Ｆｕｌｌ　ｗｉｄｔｈ ｇａｐ"])
def test_the_same_letters_fit_however_a_system_types_them(passwords, written):
    composed, apart = normalize("NFC", written), normalize("NFD", written)
    for set_as in (composed, apart):
        kept = passwords.hash(set_as)
        assert passwords.fits(composed, kept)
        assert passwords.fits(apart, kept)
        assert passwords.fits(written.replace(" ", "\u00a0"), kept)
        assert not passwords.fits(written.upper() + "x", kept)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_hash_of_before_fits_what_it_was_made_of(passwords, form):
    set_as = normalize(form, "Größe und Käse im Café 12")
    kept = passwords._hasher.hash(set_as)
    assert passwords.fits(set_as, kept)
    assert passwords.fits(normalize("NFC", set_as), kept)


def test_the_same_password_is_kept_differently_each_time(passwords):
    assert passwords.hash("a sentence for the tests") != passwords.hash("a sentence for the tests")


def test_nobody_fits_any_password(passwords):
    assert not passwords.fits("", "")
    assert not passwords.fits("a sentence for the tests", "")


def test_the_hash_says_how_dear_it_is(passwords):
    assert f"$argon2id$v=19$m={MEMORY_KIB},t=1,p=1$" in passwords.hash("x")
    assert Settings().password_rounds >= 2


def test_a_password_that_was_hashed_more_cheaply_still_fits(passwords):
    assert Passwords(2).fits("x", passwords.hash("x"))


def test_secrets_are_long_and_never_the_same():
    made = {new_token() for _n in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 43


def test_a_digest_gives_nothing_away():
    assert digest("a") != digest("b")
    assert (len(digest("a")), "a-secret" in digest("a-secret")) == (64, False)
