"""What holds at every edge: each refusal has its text, each door its guard, each table its tale."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine

import registry
from registry.kernel.db import Base
from registry.kernel.errors import DomainError
from registry.kernel.web.blueprint import Blueprint
from registry.kernel.web.pages.blueprint import PageBlueprint
from registry.kernel.web.problems import PROBLEMS

OPEN = {"/v1/policy", "/policy", "/live", "/ready", "/docs", "/docs/problems", "/openapi.json"} | {
    f"/v1/log/{name}" for name in ("checkpoint", "inclusion", "consistency")
}
OURS = {"rotation", "job_running", "bad_shop_name"}
"""Refusals that only a command of the operator meets: they never reach the edge."""


def _load_everything() -> None:
    for module in pkgutil.walk_packages(registry.__path__, "registry."):
        if not module.name.startswith(("registry.migrations", "registry.wsgi")):
            importlib.import_module(module.name)


def refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every class of refusal in the house."""
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


def test_every_refusal_has_its_row_in_the_table() -> None:
    _load_everything()
    found = {each for each in refusals() if each.__module__.startswith("registry.")}
    assert len(found) > 30
    codes = {each.code for each in found}
    assert codes - set(PROBLEMS) - OURS == set()


def test_every_row_of_the_table_speaks_both_languages() -> None:
    for code, row in PROBLEMS.items():
        texts = (row.title_en, row.todo_en, row.title_ru, row.todo_ru)
        assert all(texts), code
        assert any("а" <= letter <= "я" for letter in row.title_ru), code
        assert 400 <= row.status < 600, code


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_door_has_a_guard_or_says_that_it_has_none(app: Flask) -> None:
    own = {"_prepare", "_check_token"}
    served = {rule.endpoint.rpartition(".")[0] for rule in app.url_map.iter_rules()} - {
        "",
        "api-docs",
    }
    for name in served:
        blueprint = app.blueprints[name]
        assert isinstance(blueprint, Blueprint | PageBlueprint), name
        before = app.before_request_funcs.get(name, [])
        guards = [each for each in before if getattr(each, "__name__", "") not in own]
        assert bool(guards) is blueprint.guarded, name


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_has_no_key_gets_in_nowhere_but_where_it_is_said(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        names = rule.arguments
        values = {n: 1 if f"<int:{n}>" in rule.rule else "x" for n in names}
        path = rule.build(values, append_unknown=False)
        if path is None or path[1] in OPEN or rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(path[1], method=method)
            if rule.rule.startswith("/v1"):
                assert answer.status_code == 401, (method, rule.rule)
            else:
                assert answer.status_code < 500, (method, rule.rule)


def test_the_migrations_make_the_tables_of_the_code(app: Flask, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []
