"""A shop owner's first hour: from an admin's invitation to past orders and the first lookup.

The owner reads Russian, has a table as an old spreadsheet writes it, and pastes the lines that the
page shows into a shell.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from registry.admin.texts.desk import TEXTS as ADMIN
from registry.desk.texts.imports import COLUMNS, IMPORT
from registry.desk.texts.members import KEYS
from registry.desk.texts.overview import CHECK, OVERVIEW
from registry.kernel.web.language import Language
from registry.staff.roles import Role
from tests.browser.guests import DESK, Guest, Hall
from tests.browser.workers import comes_in, hire, let_sit_down

EN, RU = Language.EN, Language.RU
COLUMN = COLUMNS[RU]
HEAD = ";".join(("Номер заказа", "Телефон", "Статус", "Дата", "Сумма"))
REGULAR = "+7 916 000 00 11"
WRONG, RIGHT = "8 916 00", "8 (916) 000-00-13"


def invites(admin: Guest) -> str:
    """The admin admits the shop and lets it upload; the owner's link."""
    words = ADMIN[EN]
    admin.open("/admin/shops/new")
    admin.page.locator("#name").fill("Чайная лавка")
    admin.click(admin.page.locator("main form button"))
    expect(admin.page.get_by_text(words["link_lead"])).to_be_visible()
    link = admin.page.locator("main code").first.inner_text()
    admin.press("Чайная лавка")
    admin.press(words["direct_on"])
    expect(admin.page.get_by_role("button", name=words["direct_off"])).to_be_visible()
    admin.page.locator("#people").fill("100")
    admin.press(words["grant"])
    expect(admin.page.get_by_text(words["granted"])).to_be_visible()
    return link


def makes_a_key(owner: Guest, world: str) -> str:
    """The lines that stand beside a new key."""
    owner.open("/desk/keys")
    owner.page.locator("form[method=post] #world").select_option(world)
    owner.press(KEYS[RU]["make"])
    expect(owner.page.get_by_role("heading", name=KEYS[RU]["made_now"])).to_be_visible()
    return owner.page.locator("main pre code").inner_text()


def pastes(lines: str, home: Path, *more: str) -> str:
    """What a shell says to the shown lines, but for the one that installs the client."""
    wanted = [each for each in lines.splitlines() if not each.startswith("pip ")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if "BONAFIDE" not in name}
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join([*wanted, *more])],
        env=kept | {"PATH": path, "HOME": str(home), "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def table(owner: Guest, third: str) -> FilePayload:
    """Four past orders as an old spreadsheet saves them: Windows-1251 and semicolons."""
    days = [owner.house.clock.now().date() - timedelta(days=each) for each in (20, 16, 11, 9)]
    rows = [
        ("О-1", REGULAR, "выкуплен", "3 490,00"),
        ("О-2", "8 (916) 000-00-12", "отказ", "1200"),
        ("О-3", third, "выкуплен", "900"),
        ("О-4", REGULAR, "выкуплен", "2 100,50"),
    ]
    lines = [
        f"{order};{phone};{status};{day:%d.%m.%Y};{amount}"
        for (order, phone, status, amount), day in zip(rows, days, strict=True)
    ]
    contents = "\r\n".join([HEAD, *lines]).encode("cp1251")
    return {"name": "заказы.csv", "mimeType": "text/csv", "buffer": contents}


def looks_first(owner: Guest, file: FilePayload, good: int, failed: int) -> None:
    """Uploads a table and reads the dry run."""
    words = IMPORT[RU]
    owner.page.set_input_files("#file", file)
    owner.press(words["upload"])
    said = words["dry_lead"].format(total=good + failed, good=good, failed=failed)
    expect(owner.page.get_by_text(said)).to_be_visible()


def brings_orders_in(owner: Guest) -> None:
    """The template, a table with a wrong line, the same one mended, and the numbers."""
    words = IMPORT[RU]
    owner.open("/desk/import")
    with owner.page.expect_download() as download:
        owner.page.get_by_role("link", name=words["template"]).click()
    head = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.replace('"', "").startswith(HEAD)

    looks_first(owner, table(owner, WRONG), good=3, failed=1)
    row = owner.page.get_by_role("region", name=words["complaints"]).locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("th")).to_have_text("4")
    expect(row.locator("td").first).to_have_text("Телефон")
    assert WRONG not in owner.text()
    owner.press(words["discard"])
    expect(owner.page.get_by_text(words["discarded"])).to_be_visible()

    looks_first(owner, table(owner, RIGHT), good=4, failed=0)
    owner.press(words["go"].format(good=4))
    expect(owner.page.get_by_role("heading", name=words["finished"])).to_be_visible()
    expect(owner.page.locator("progress")).to_have_attribute("value", "4")
    said = words["done_of"].format(done=4, total=4, taken=4, failed=0)
    expect(owner.page.get_by_text(said)).to_be_visible()


def sees_terms_before_saving_them(owner: Guest) -> None:
    """The advice beside the form follows what is typed; nothing is saved."""
    owner.open("/desk/terms")
    before = owner.page.locator("#preview tbody").inner_text()
    owner.page.locator("#prepay_above").fill("2000")
    owner.page.locator("#call_attempts").click()  # leaves the field, presses nothing
    expect(owner.page.locator("#preview tbody")).not_to_have_text(before)
    expect(owner.page.locator("#preview tbody tr").first).to_contain_text("предоплата")
    owner.page.reload()
    expect(owner.page.locator("#preview tbody tr").first).not_to_contain_text("предоплата")


def test_a_shop_owners_first_hour(hall: Hall, tmp_path: Path) -> None:
    house = hall.house
    house.clock.at = datetime.now(UTC)  # the client in the shell has this machine's clock
    admin = let_sit_down(hall.let_in("en", DESK), hire(house, "ada", Role.ADMIN))
    link = invites(admin)
    owner = hall.let_in("ru", DESK)
    comes_in(owner, link, "olga")
    expect(owner.page.get_by_role("heading", name=OVERVIEW[RU]["start"])).to_be_visible()
    expect(owner.page.get_by_text(OVERVIEW[RU]["none_today"])).to_be_visible()

    said = pastes(makes_a_key(owner, "test"), tmp_path)
    assert "good" in said, "the test person who always pays is known as one"
    brings_orders_in(owner)
    sees_terms_before_saving_them(owner)
    owner.open("/desk")
    expect(owner.page.get_by_text(OVERVIEW[RU]["none_today"])).to_be_visible()

    lines = makes_a_key(owner, "live")
    pastes(lines, tmp_path, f"bonafide lookup '{REGULAR}' --order A-1001 --amount 3490.00")
    owner.open("/desk")
    today = owner.page.locator("section", has=owner.page.locator("#today"))
    expect(today.locator("strong")).to_have_text("1")
    owner.follow(OVERVIEW[RU]["all_checks"])
    expect(owner.page.locator("main tbody tr")).to_have_count(1)
    owner.click(owner.page.locator("main tbody a"))
    expect(owner.page.get_by_role("heading", name=CHECK[RU]["own"])).to_be_visible()
    assert len(re.findall("оплачен", owner.text())) >= 2
