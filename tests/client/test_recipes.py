"""Every recipe of docs/recipes.md is run as it stands there."""

import asyncio
import json
import os
import queue
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from bonafide.testing import API_KEY, FakeRegistry
from tests.client.cast import ANNA
from tests.client.recipes import recipe, running_agent

ROOT = Path(__file__).parents[2]
ORDER = {"number": "A-1", "phone": "8 916 123-45-67", "amount": "3490.00"}


@pytest.fixture
def environment(
    fake: FakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """A registry that knows Anna as somebody to ask for prepayment, and where to find it."""
    fake.know(phone=ANNA, level="watch", advice="prepay", prepay_percent=100)
    with fake.serving() as url:
        values = {
            "BONAFIDE_API_KEY": API_KEY,
            "BONAFIDE_URL": url,
            "BONAFIDE_REFS": str(tmp_path / "refs.db"),
            "BONAFIDE_OUTBOX": str(tmp_path / "outbox.db"),
            "HOME": str(tmp_path),
            "PATH": os.environ["PATH"],
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        yield values


def loaded(title: str) -> dict[str, Any]:
    """The names that a recipe in Python defines, as its module would hold them."""
    module = ModuleType(f"recipe_{title.lower()}")
    sys.modules[module.__name__] = module
    exec(compile(recipe(title), f"recipes.md#{title}", "exec"), vars(module))
    return vars(module)


def test_flask(fake: FakeRegistry, environment: dict[str, str]) -> None:
    shop = loaded("Flask")
    client = shop["app"].test_client()
    assert client.post("/checkout", json=ORDER).json == {"advice": "prepay", "prepay_percent": 100}
    assert client.post("/checkout", json=ORDER | {"phone": "12"}).status_code == 422
    odd = ORDER | {"amount": "3 490,00", "outcome": "paid"}
    answer = client.post("/checkout", json=odd)
    assert (answer.status_code, answer.json) == (200, {"advice": "ship", "prepay_percent": 0})
    assert client.post("/orders/A-1/closed", json=odd).status_code == 422
    assert client.post("/orders/A-1/closed", json=ORDER | {"outcome": "paid"}).status_code == 204
    assert shop["outbox"].flush().acknowledged == 1
    assert fake.reports["A-1"]["outcome"] == "paid"
    shop["outbox"].close()
    shop["registry"].close()


def test_django(environment: dict[str, str]) -> None:
    settings = pytest.importorskip("django.conf", reason="Django is not installed").settings
    settings.configure(ALLOWED_HOSTS=["testserver"])
    shop = loaded("Django")
    factory = pytest.importorskip("django.test").RequestFactory()
    odd: tuple[tuple[dict[str, str], int], ...] = (
        ({}, 200),
        ({"phone": "12"}, 422),
        ({"amount": "3 490,00"}, 200),
    )
    for changed, status in odd:
        body = json.dumps(ORDER | changed)
        request = factory.post("/checkout", body, content_type="application/json")
        assert shop["checkout"](request).status_code == status
    shop["registry"].close()


def test_fastapi(environment: dict[str, str]) -> None:
    pytest.importorskip("fastapi", reason="FastAPI is not installed")
    shop = loaded("FastAPI")

    async def visit() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app=shop["app"])
        async with (
            shop["registry"],
            httpx2.AsyncClient(transport=transport, base_url="http://shop.test") as client,
        ):
            orders = [ORDER, ORDER | {"phone": "12"}, ORDER | {"amount": "3 490,00"}]
            return [await client.post("/checkout", json=each) for each in orders]

    good, bad, odd = asyncio.run(visit())
    assert good.json() == {"advice": "prepay", "level": "watch"}
    assert bad.status_code == 422
    assert odd.json() == {"advice": "ship", "level": "unknown"}


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_with_the_agent(fake: FakeRegistry, environment: dict[str, str]) -> None:
    with running_agent(environment) as port:
        for _ in range(5):  # a busy machine may spend the agent's three seconds by itself
            asked, queued = shell(recipe("The agent: any language, 1C too").replace("8765", port))
            if asked["source"] == "registry":
                break
    assert (asked["level"], asked["advice"]["code"]) == ("watch", "prepay")
    assert queued == {"queued": 1}


@pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("openssl") is None,
    reason="curl or openssl is not installed",
)
def test_curl_with_the_direct_tier(environment: dict[str, str]) -> None:
    (answer,) = shell(recipe("Direct tier: curl and nothing else"))
    assert answer["data"][0]["level"] == "watch"


@pytest.mark.skipif(shutil.which("php") is None, reason="php-cli is not installed")
def test_woocommerce(fake: FakeRegistry, environment: dict[str, str], tmp_path: Path) -> None:
    """Asked, then reported when the registry can be heard again; another outcome is refused."""
    shutil.copy(ROOT / "client" / "php" / "bonafide.php", tmp_path)
    (tmp_path / "plugin.php").write_text(recipe("WooCommerce"), "utf-8")
    (tmp_path / "wordpress.php").write_text(WORDPRESS, "utf-8")
    command = ["php", str(tmp_path / "wordpress.php"), environment["BONAFIDE_URL"]]
    asked, later, refused = printed(command, environment).splitlines()
    assert (asked, later) == ("Bonafide: prepay", "bonafide_report again")
    assert refused.startswith("Bonafide: not reported, ")
    report = fake.reports["A-1"]
    assert (report["outcome"], report["revision"], report["amount_band"]) == (
        "paid",
        1,
        "3000-4999",
    )
    assert str(report["lookup"]).startswith("lkp_")


def printed(command: list[str], environment: dict[str, str]) -> str:
    """What a program of a shop prints."""
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True, env=environment
    ).stdout


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript(environment: dict[str, str], tmp_path: Path) -> None:
    shutil.copy(ROOT / "client" / "js" / "bonafide.mjs", tmp_path)
    (tmp_path / "shop.mjs").write_text(recipe("JavaScript"), "utf-8")
    for url, advice in ((environment["BONAFIDE_URL"], "prepay"), ("http://127.0.0.1:1", "ship")):
        said = printed(["node", str(tmp_path / "shop.mjs")], environment | {"BONAFIDE_URL": url})
        assert json.loads(said) == {"advice": advice}


def php_with_sqlite() -> bool:
    """Whether a shop's database can be played here."""
    script = "exit(class_exists('PDO') && in_array('sqlite', PDO::getAvailableDrivers()) ? 0 : 1);"
    if shutil.which("php") is None:
        return False
    return subprocess.run(["php", "-r", script], check=False).returncode == 0


@pytest.mark.skipif(not php_with_sqlite(), reason="php-cli with php-sqlite3 is not installed")
def test_opencart(environment: dict[str, str], tmp_path: Path) -> None:
    shutil.copy(ROOT / "client" / "php" / "bonafide.php", tmp_path)
    (tmp_path / "cron.php").write_text(recipe("OpenCart"), "utf-8")
    with closing(sqlite3.connect(tmp_path / "shop.db")) as shop:
        shop.executescript(OPENCART)
        for _ in range(2):
            printed(
                ["php", str(tmp_path / "cron.php")],
                environment | {"SHOP_DSN": f"sqlite:{tmp_path / 'shop.db'}"},
            )
        notes = shop.execute("SELECT order_id, comment FROM oc_order_history").fetchall()
    assert notes == [(7, "Bonafide: prepay"), (8, "Bonafide: check the phone number")]


OPENCART = """
CREATE TABLE oc_order (order_id INTEGER, telephone TEXT, total TEXT, order_status_id INTEGER);
CREATE TABLE oc_order_history (order_id INTEGER, order_status_id INTEGER, notify INTEGER,
    comment TEXT, date_added TEXT);
INSERT INTO oc_order VALUES (6, '8 916 123-45-67', '10', 0), (7, '8 916 123-45-67', '3490', 1),
    (8, '12', '1', 1);
"""


def test_insales(
    fake: FakeRegistry,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """InSales is played: one order whose comment it does not take, then one whose it does."""
    shop = loaded("InSales")
    for name in ("HOST", "KEY", "PASSWORD"):
        monkeypatch.setenv(f"INSALES_{name}", name.lower())
    heard: queue.Queue[tuple[str, Any, Any]] = queue.Queue()

    def put(url: str, *, json: Any, auth: Any) -> httpx2.Response:
        heard.put((url, json, auth))
        status = 500 if "/7." in url else 200
        return httpx2.Response(status, request=httpx2.Request("PUT", url))

    monkeypatch.setattr(shop["httpx2"], "put", put)
    client = shop["app"].test_client()
    order = {"number": 1001, "client": {"phone": ANNA}, "total_price": "3490.0"}
    fake.go_down()
    assert [client.post("/insales/orders", json=order | {"id": n}).status_code for n in (7, 8)] == [
        200,
        200,
    ]
    fake.come_back()
    shop["start"]()
    for number in (7, 8):
        assert heard.get(timeout=30) == (
            f"https://host/admin/orders/{number}.json",
            {"order": {"manager_comment": "Bonafide: prepay"}},
            ("key", "password"),
        )
    shop["registry"].close()


WORDPRESS = """<?php
$actions = [];
function add_action($name, $do) { global $actions; $actions[$name] = $do; }
function as_enqueue_async_action($name, $given) { global $actions; $actions[$name](...$given); }
function as_schedule_single_action($at, $name, $given) { printf("%s again\\n", $name); }
class Order {
    public static $meta = [];
    function get_order_number() { return 'A-1'; }
    function get_billing_phone() { return '8 916 123-45-67'; }
    function get_total() { return '3490'; }
    function add_order_note($text) { echo $text, "\\n"; }
    function get_meta($name) { return self::$meta[$name] ?? ''; }
    function update_meta_data($name, $value) { self::$meta[$name] = $value; }
    function save() {}
}
function wc_get_order($id) { return new Order(); }
require __DIR__ . '/plugin.php';
$actions['woocommerce_checkout_order_processed'](1);
$actions['woocommerce_order_status_changed'](1, 'pending', 'on-hold');
putenv('BONAFIDE_URL=http://127.0.0.1:1');
$actions['woocommerce_order_status_changed'](1, 'on-hold', 'completed');
putenv('BONAFIDE_URL=' . $argv[1]);
$actions['bonafide_report'](1, 'paid');
$actions['bonafide_report'](1, 'returned');
"""


def shell(script: str) -> list[Any]:
    """The JSON documents that a script prints."""
    done = subprocess.run(
        ["bash", "-ec", script],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    decoder, text, found = json.JSONDecoder(), done.stdout.strip(), []
    while text:
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:].strip()
    return found
