"""The command line as a script and a person meet it."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafide import Outbox, Report
from bonafide.cli.main import COMMANDS, _parser
from bonafide.cli.russian import REASONS, RUSSIAN
from bonafide.cli.speech import said, spoken
from bonafide.errors import Conflict, FieldError, Invalid, NotAllowed, RateLimited
from bonafide.protocol.errors import Refusal
from bonafide.testing import FakeRegistry
from tests.client.cast import ANNA, MAIL
from tests.client.running import Run


def test_a_lookup_prints_one_json_document(fake: FakeRegistry, run: Run) -> None:
    fake.know(phone=ANNA, level="watch", advice="prepay")
    status, out, _ = run("lookup", "8 916 123 45 67", "--json")
    document = json.loads(out)
    assert status == 0
    assert (document["level"], document["advice"]["code"]) == ("watch", "prepay")
    assert (document["source"], document["degraded"]) == ("registry", False)


def test_identifiers_are_taken_from_standard_input(fake: FakeRegistry, run: Run) -> None:
    fake.know(email=MAIL, level="good")
    status, out, _ = run("lookup", "-", "--json", stdin=f"{ANNA}\n{MAIL}\n")
    assert (status, json.loads(out)["level"]) == (0, "good")


def test_a_person_reads_a_table_in_plain_words(
    fake: FakeRegistry, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.know(phone=ANNA, level="watch", advice="part_prepay", prepay_percent=30)
    _, out, _ = run("lookup", ANNA)
    assert "ask for a part in advance, 30%" in out
    assert "3% (usual 3%)" in out
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    _, out, _ = run("lookup", ANNA)
    assert "попросите часть вперёд, 30\N{NO-BREAK SPACE}%" in out


def test_days_and_amounts_are_taken_as_a_person_writes_them(fake: FakeRegistry, run: Run) -> None:
    filed = ("report", ANNA, "--order", "A-1", "--outcome", "paid")
    assert run(*filed, "--on", "20.11.2026", "--amount", "3 490,00")[0] == 0
    assert fake.reports["A-1"]["occurred_on"] == "2026-11-20"
    assert fake.reports["A-1"]["amount_band"] == "3000-4999"
    assert run("lookup", ANNA, "--amount", "3490,00")[0] == 0
    for option, wrong, says in (("--on", "tomorrow", "20.11.2026"), ("--amount", "much", "3 490")):
        status, _, err = run(*filed, "--amount-band", "500-1499", option, wrong)
        assert (status, says in err) == (2, True)


def test_a_report_is_filed_and_its_notice_shown(fake: FakeRegistry, run: Run) -> None:
    status, out, _ = run(
        "report", ANNA, "--order", "A-1", "--outcome", "refused", "--amount", "3490"
    )
    assert (status, fake.reports["A-1"]["outcome"]) == (0, "refused")
    assert "A notice" in out
    assert "--told-on" in out
    told = ("--amount", "1", "--told-on", "26.11.2026")
    _, out, _ = run("report", ANNA, "--order", "A-2", "--outcome", "refused", *told)
    assert "--told-on" not in out


@pytest.mark.parametrize(
    "argv",
    [
        ("sing",),
        ("--json",),
        ("lookup",),
        ("lookup", "12"),
        ("report", ANNA, "--order", "A-1", "--outcome", "sang", "--amount", "1"),
        ("import", "no-such-file.csv"),
    ],
)
def test_wrong_use_is_status_2(run: Run, argv: tuple[str, ...]) -> None:
    assert run(*argv)[0] == 2


def test_a_missing_key_is_wrong_use_and_says_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BONAFIDE_API_KEY")
    status, out, err = run("lookup", ANNA)
    assert (status, out) == (2, "")
    assert "BONAFIDE_API_KEY" in err


def test_a_failure_is_status_1_and_still_one_json_document(fake: FakeRegistry, run: Run) -> None:
    fake.go_down()
    status, out, err = run("lookup", ANNA, "--json")
    error = json.loads(out)["error"]
    assert (status, error["code"]) == (1, "not_connected")
    assert error["request_id"].startswith("cli_")
    assert "bonafide doctor" in err


def test_no_output_repeats_an_identifier(fake: FakeRegistry, run: Run) -> None:
    seen = [run("lookup", ANNA, "--email", MAIL), run("lookup", "+7 916 123-45-67-89")]
    fake.go_down()
    seen.append(run("lookup", ANNA, "--json"))
    assert not any("9161234567" in text or "123-45" in text for _, *said in seen for text in said)


def test_the_bare_command_lists_what_there_is(run: Run) -> None:
    status, out, _ = run()
    assert status == 0
    assert [name for name in COMMANDS if name not in out] == []


def test_help_warns_of_process_lists(run: Run) -> None:
    _, out, _ = run("lookup", "--help")
    assert "lists processes" in " ".join(out.split())


def sentences(parser: ArgumentParser) -> Iterator[str]:
    """All that its help says, its commands' too."""
    yield from (each for each in (parser.description, parser.epilog) if each)
    for action in parser._actions:
        yield from [action.help] if action.help else []
        for command in action.choices.values() if isinstance(action.choices, dict) else ():
            yield from sentences(command)


def test_help_speaks_russian_to_the_last_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = set(sentences(_parser()))
    assert len(found) > 40
    assert found - set(RUSSIAN) == set()
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    _, out, _ = run("report", "--help")
    assert out.startswith("запуск: bonafide report")
    assert "чем кончился заказ" in out


def test_errors_speak_russian(
    fake: FakeRegistry, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert set(Refusal) == set(REASONS)
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    assert "телефон не подходит: слишком коротко" in run("lookup", "12")[2]
    table = tmp_path / "orders.csv"
    table.write_text("заказ;телефон;дата;сумма;статус\n")
    wrong = (
        ("--map", "x", "столбцы: phone"),
        ("--outcome", "x", "исходы: paid"),
        ("--map", "phone=x", "нет заголовка"),
    )
    for option, value, says in wrong:
        assert says in run("import", str(table), option, value)[2]
    assert "нет файла no.csv" in run("import", "no.csv")[2]
    fake.go_down()
    assert "реестр недоступен (запрос cli_" in run("lookup", ANNA)[2]


def test_wrong_use_is_told_in_russian_and_repeats_no_piece_of_a_phone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_LANGUAGE", "ru")
    report = ("report", ANNA, "--order", "A-1")
    for argv, says in (
        (("lookup", "+7", "916", "1234567"), "телефон с пробелами пишется в кавычках"),
        (report, "не хватает: --outcome"),
        ((*report, "--outcome", "sang", "--amount", "1"), "--outcome: выберите из"),
        ((*report, "--outcome", "paid"), "нужно одно из: --amount --amount-band"),
        ((*report, "--outcome", "paid", "--amount", "x"), "--amount: сумма пишется так"),
    ):
        status, _, err = run(*argv)
        assert (status, says in err, "1234567" in err) == (2, True, False), err
        assert "ошибка" in err


def test_what_the_registry_finds_wrong_speaks_russian() -> None:
    assert said("occurred_on lies in the future", "ru") == "этот день ещё не наступил"
    assert said("Must be one of: paid, refused.", "ru") == "одно из: paid, refused"
    assert said("something new", "ru") == "something new"
    wrong = FieldError("/occurred_on", "bad_day", "occurred_on lies in the future")
    refused = Invalid("bad_day: `errors` says", status=422, code="bad_day", errors=(wrong,))
    assert spoken(refused, "ru") == "occurred_on: этот день ещё не наступил"
    plain = Conflict("revision_conflict: Send the next.", status=409, code="revision_conflict")
    assert spoken(plain, "en") == "Send the next."
    busy = RateLimited("rate_limited: Go on after `Retry-After`.", status=429, retry_after=3600)
    assert spoken(busy, "en") == "Go on after 60 min."
    stranger = NotAllowed("unauthenticated: Send a key.", status=401, code="unauthenticated")
    assert spoken(stranger, "ru").startswith("реестр не знает такого ключа")


def test_what_a_person_copies_stands_on_one_line(run: Run) -> None:
    _, out, _ = run("report", ANNA, "--order", "A-1", "--outcome", "paid", "--amount", "1")
    assert re.match(r"rep_[\w-]+\n", out)


def test_a_word_that_is_none_is_answered_with_those_that_are(run: Run) -> None:
    _, _, err = run("report", ANNA, "--order", "A-1", "--outcome", "sang", "--amount", "1")
    assert "'paid'" in err or "paid, " in err
    assert "Outcome" not in err


def test_an_outbox_is_shown_and_sent(fake: FakeRegistry, run: Run, tmp_path: Path) -> None:
    """Waiting is no failure until it was to be sent; a refused report is one until it is mended."""
    file = tmp_path / "outbox.db"
    with fake.client() as registry, Outbox(file, registry) as outbox:
        for order in ("A-1", "A-2"):
            outbox.put(Report(phone=ANNA, order_ref=order, outcome="paid", amount=1))
        registry.report(ANNA, order_ref="A-2", outcome="refused", amount=1)
    fake.go_down()
    assert [run("outbox", act, "--file", str(file))[0] for act in ("status", "flush")] == [0, 1]
    fake.come_back()
    status, out, _ = run("outbox", "flush", "--file", str(file), "--json")
    document = json.loads(out)
    assert (status, document["waiting"], document["acknowledged"]) == (1, 0, 1)
    assert [each["order_ref"] for each in document["refusals"]] == ["A-2"]
    missing = tmp_path / "typo.db"
    status, _, err = run("outbox", "status", "--file", str(missing))
    assert (status, "no outbox typo.db" in err, missing.exists()) == (2, True, False)
    assert "A-2 r1" in run("outbox", "status", "--file", str(file))[1]
    assert fake.reports["A-1"]["outcome"] == "paid"
