"""Ids become keys: the same person always the same, nothing to be seen of who it is, and no secret no keys."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

import polars as pl
import pytest

from flows.failures import ExitCode, Failure
from flows.sources.pseudonym import key_of, keys_of, person_numbers, read_secret, secret_of
from flows.workspace.kommun import Privacy
from tests.intake_world import AS_OF, SECRET, number_of_test_series

BORN_1980 = number_of_test_series("19800515", 982)
BORN_2003 = number_of_test_series("20030515", 983)


def normal(*cells: str | None, as_of: date = AS_OF) -> list[str | None]:
    return person_numbers(pl.Series(cells, dtype=pl.String), as_of).normal.to_list()


def test_keys_are_the_first_half_of_hmac_sha_256_in_a_domain():
    expected = hmac.new(SECRET.key, b"case:treserva:A1", hashlib.sha256).hexdigest()[:32]
    assert keys_of(pl.Series(["A1", None]), "case:treserva", SECRET).to_list() == [expected, None]
    assert key_of("A1", "case:treserva", SECRET) == expected


def test_domains_and_secrets_give_other_keys():
    keys = {
        key_of("A1", "case:treserva", SECRET),
        key_of("A1", "case:flai", SECRET),
        key_of("A1", "person", SECRET),
        key_of("A1", "person", secret_of("x" * 40)),
    }
    assert len(keys) == 4


def test_a_person_is_the_same_in_every_form():
    ten = BORN_1980[2:]
    forms = [
        BORN_1980, f"{BORN_1980[:8]}-{BORN_1980[8:]}", f"{BORN_1980[:8]} {BORN_1980[8:]}", ten, f"{ten[:6]}-{ten[6:]}",
        f" {ten[:6]} - {ten[6:]} ", f"{ten[:6]}\N{NO-BREAK SPACE}{ten[6:]}",
    ]  # fmt: skip
    assert set(normal(*forms)) == {BORN_1980}


def test_a_leading_zero_that_excel_has_lost_is_put_back():
    assert BORN_2003[2] == "0"
    assert normal(BORN_2003[3:]) == [BORN_2003]


def test_the_century_is_the_latest_one_born_by_the_day_and_one_before_after_a_plus():
    assert normal("261004-9800", "261006-9800", "261004+9800", "150101+9800") == [
        "202610049800",
        "192610069800",
        "192610049800",
        "191501019800",
    ]


def test_a_samordningsnummer_is_a_number_too():
    number = number_of_test_series("19800575", 984)
    numbers = person_numbers(pl.Series([number, f"{number[2:8]}-{number[8:]}"]), AS_OF)
    assert numbers.normal.to_list() == [number, number]
    assert numbers.is_valid.to_list() == [True, True]


def test_what_is_no_number_keeps_its_letters_and_is_not_valid():
    numbers = person_numbers(pl.Series(["19800101-tf12", "okänd", None, " ", "123"]), AS_OF)
    assert numbers.normal.to_list() == ["19800101TF12", "OKÄND", None, None, "123"]
    assert numbers.is_valid.to_list() == [False, False, None, None, False]


def test_a_wrong_check_digit_is_told_and_kept():
    wrong = BORN_1980[:-1] + str((int(BORN_1980[-1]) + 1) % 10)
    numbers = person_numbers(pl.Series([BORN_1980, wrong]), AS_OF)
    assert numbers.is_valid.to_list() == [True, False]
    assert numbers.normal.to_list() == [BORN_1980, wrong]


def test_the_environment_goes_before_the_file(tmp_path):
    secret_file(tmp_path, "f" * 64)
    assert read_secret(tmp_path, Privacy(), {"FRAMDRIFT_SECRET": "e" * 40}) == secret_of("e" * 40)
    assert read_secret(tmp_path, Privacy(), {"FRAMDRIFT_SECRET": " "}) == secret_of("f" * 64)


def test_a_secret_shows_nowhere():
    assert "proven" not in repr(SECRET)
    assert len(SECRET.key_id) == 8
    assert SECRET.key_id not in SECRET.key.decode()


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [(None, 0, "is missing"), ("f" * 64, 0o640, "chmod 600"), ("f" * 31, 0o600, "shorter than 32"), ("", 0o600, "shorter than 32")],
)
def test_without_a_good_secret_nothing_is_taken_in(tmp_path, text, mode, said):
    if text is not None:
        secret_file(tmp_path, text, mode)
    with pytest.raises(Failure, match=said) as failure:
        read_secret(tmp_path, Privacy(), {})
    assert failure.value.code is ExitCode.SECRET_MISSING
    assert not text or text not in str(failure.value)


def secret_file(folder, text: str, mode: int = 0o600) -> None:
    path = folder / "secret.key"
    path.write_text(text + "\n", encoding="utf-8")
    path.chmod(mode)
