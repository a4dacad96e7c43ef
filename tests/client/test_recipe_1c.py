"""The recipe for 1C: its HTTP call, read out of the code, is sent to a running agent.

1C itself is not run; the few forms of its language that the recipe uses are read here.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2

from bonafide.testing import API_KEY, FakeRegistry
from tests.client.cast import ANNA
from tests.client.recipes import recipe, running_agent

CODE = recipe("1C")
SHOP: dict[str, Any] = {"Телефон": "8 (916) 123-45-67", "НомерЗаказа": "А-1001/б", "Сумма": 3490}
# 1C's HTTPСоединение: which call sends which method.
METHODS = {"ОтправитьДляОбработки": "POST", "Получить": "GET"}
# One term of a sum of texts: a literal, an encoded variable, an amount, or a variable.
TERM = re.compile(
    r'"(?P<literal>[^"]*)"'
    r"|КодироватьСтроку\((?P<encoded>\w+), СпособКодированияСтроки\.КодировкаURL\)"
    r'|Формат\((?P<amount>\w+), "ЧРД=\.; ЧГ=0; ЧДЦ=2"\)'
    r"|(?P<name>\w+)"
)


def one(pattern: str) -> re.Match[str]:
    """The only place in the recipe that looks like this."""
    (found,) = re.finditer(pattern, CODE, re.DOTALL)
    return found


def text(expression: str, values: dict[str, Any]) -> str:
    """A sum of texts as 1C would make it; every term must be one that we know."""
    assert re.fullmatch(rf"(?:{TERM.pattern})(?:\s*\+\s*(?:{anonymous()}))*", expression.strip())
    parts = []
    for term in TERM.finditer(expression):
        if term["literal"] is not None:
            parts.append(term["literal"])
        elif term["encoded"]:
            parts.append(quote(str(values[term["encoded"]]), safe=""))
        elif term["amount"]:
            parts.append(f"{values[term['amount']]:.2f}")
        else:
            parts.append(str(values[term["name"]]))
    return "".join(parts)


def anonymous() -> str:
    """The same term without names, so that it may stand in an expression twice."""
    return re.sub(r"\?P<\w+>", "?:", TERM.pattern)


def call(port: str, path: str, body: str, token: str) -> httpx2.Response:
    """What 1C would send."""
    host, named_port = one(r'HTTPСоединение\("([^"]+)", (\d+)').groups()
    assert (host, named_port) == ("127.0.0.1", "8765")
    headers = {
        name: text(value, {"Токен": token})
        for name, value in re.findall(r'Заголовки\.Вставить\("([^"]+)", (.+)\);', CODE)
    }
    method = METHODS[one(r"Соединение\.(\w+)\(Запрос\)")[1]]
    return httpx2.request(
        method, f"http://{host}:{port}{path}", content=body.encode(), headers=headers
    )


def test_the_call_that_1c_would_make_is_understood_by_the_agent(
    fake: FakeRegistry, tmp_path: Path
) -> None:
    fake.know(phone=ANNA, level="watch", advice="prepay")
    template = one(r"УстановитьТелоИзСтроки\((.+?), КодировкаТекста\.UTF8")[1]
    body = text(template, SHOP)
    path = one(r'Новый HTTPЗапрос\("([^"]+)", Заголовки\)')[1]
    read = re.findall(r'\["(\w+)"\]', one(r"Совет = (.+?);")[1])
    with fake.serving() as url:
        environment = {"BONAFIDE_API_KEY": API_KEY, "BONAFIDE_URL": url, "HOME": str(tmp_path)}
        with running_agent(environment) as port:
            token = (tmp_path / ".bonafide" / "token").read_text("ascii").strip()
            for _ in range(5):  # a busy machine may spend the agent's three seconds by itself
                answer = call(port, path, body, token)
                if answer.json().get("source") == "registry":
                    break
            reported = call(port, "/report", body + "&outcome=paid", token)
    assert answer.status_code == int(one(r"КодСостояния = (\d+)")[1])
    found = answer.json()
    for name in read:
        found = found[name]
    assert found == "prepay"
    assert reported.json() == {"queued": 1}
