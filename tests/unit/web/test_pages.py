"""The frame of pages: tokens, cookies, language, refusals, forms, files."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, flash, redirect, render_template_string, request
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, abort
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import Length, NumberRange

from registry.kernel.errors import DomainError
from registry.kernel.web import failures, headers, request_ids
from registry.kernel.web.blueprint import NO_AUTH
from registry.kernel.web.language import Language
from registry.kernel.web.pages import forms, frame
from registry.kernel.web.pages.blueprint import Link, PageBlueprint
from registry.kernel.web.pages.sessions import is_loopback

NAME = {Language.EN: "Enter your name.", Language.RU: "Введите имя."}
AGREE = {Language.EN: "Tick the box.", Language.RU: "Поставьте отметку."}
HOSTILE = "<script>alert(1)</script>\"'>"


class BusyError(DomainError):
    """Come back later."""

    code = "rate_limited"


class WholeForm(forms.PageForm):
    """One field of each kind that errs differently."""

    name = StringField(validators=[forms.Needed(NAME), Length(max=40)])
    age = IntegerField(validators=[NumberRange(min=1, max=9)])
    agreed = BooleanField(validators=[forms.Needed(AGREE)])


def only_members() -> Response | None:
    """Sends strangers to the sign-in page."""
    return None if request.cookies.get("member") else redirect("/public", 303)


public = PageBlueprint("public", __name__, guard=NO_AUTH, menu=lambda: [Link("/public", "Menu")])
members = PageBlueprint("members", __name__, guard=only_members)

PAGE = """
{% extends "pages/base.html" %}
{% import "pages/forms.html" as forms with context %}
{% block content %}<h1>Form</h1>
{{ forms.mistakes(form, {"name": "Name"}) }}
{% call forms.form() %}
{{ forms.field(form.name, "Name", hint="As you like", autocomplete="name") }}
{{ forms.field(form.age, "Age") }}{{ forms.field(form.agreed, "I agree") }}
{% endcall %}{% endblock %}
"""


@public.route("/public", methods=["GET", "POST"])
def public_page() -> str | Response:
    """A form."""
    form = WholeForm(request.form)
    if request.method == "POST" and form.validate():
        flash("Saved: " + HOSTILE)
        return redirect("/public", 303)
    return render_template_string(PAGE, form=form)


@public.get("/refuse/<int:status>")
def refuse(status: int) -> str:
    """Refuse with a status of HTTP."""
    abort(status)


@public.get("/busy")
def busy() -> str:
    """Refuse for a while."""
    raise BusyError(retry_after=200)


@members.get("/members")
def members_page() -> str:
    """Behind the guard."""
    return "in"


def make_app(public_url: str = "http://127.0.0.1:8080") -> Flask:
    app = Flask("registry", static_folder="static")
    request_ids.register(app)
    headers.register(app)
    failures.register(app)
    keys = [b"a" * 32]
    app.extensions["keys"] = keys
    frame.register(app, secrets=lambda: keys, public_url=public_url)
    app.register_blueprint(public)
    app.register_blueprint(members)
    return app


@pytest.fixture
def app() -> Flask:
    return make_app()


@pytest.fixture
def visitor(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def token_of(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found
    return found[1]


def fill(visitor: FlaskClient, **fields: str) -> tuple[int, str]:
    token = token_of(visitor.get("/public").text)
    answer = visitor.post("/public", data={"csrf_token": token, **fields})
    return answer.status_code, answer.text


def test_a_page_blueprint_cannot_forget_its_guard() -> None:
    with pytest.raises(TypeError, match="guard"):
        PageBlueprint("forgetful", __name__)  # type: ignore[call-arg]  # the point of the test


def test_a_guard_may_send_elsewhere_or_let_in(visitor: FlaskClient) -> None:
    assert visitor.get("/members").location == "/public"
    visitor.set_cookie("member", "1")
    assert visitor.get("/members").text == "in"


def test_a_form_with_its_token_is_taken_and_the_next_page_says_so(visitor: FlaskClient) -> None:
    status, _ = fill(visitor, name="Anna", age="3", agreed="y")
    assert status == 303
    page = visitor.get("/public").text
    assert "Saved: &lt;script&gt;" in page
    assert HOSTILE not in page
    assert "Saved" not in visitor.get("/public").text


@pytest.mark.parametrize("token", ["", "wrong", None])
def test_a_form_without_its_token_changes_nothing(visitor: FlaskClient, token: str | None) -> None:
    visitor.get("/public")
    data = {"name": "Anna", "age": "3", "agreed": "y"} | ({"csrf_token": token} if token else {})
    answer = visitor.post("/public", data=data, headers={"Accept-Language": "ru"})
    assert answer.status_code == 400
    assert "Эта форма уже не действует" in answer.text
    assert 'href="/public" role="button"' in answer.text


def test_a_token_of_another_browser_is_refused(app: Flask, visitor: FlaskClient) -> None:
    stolen = token_of(app.test_client().get("/public").text)
    visitor.get("/public")
    assert visitor.post("/public", data={"csrf_token": stolen}).status_code == 400


def test_a_page_open_during_a_rotation_can_still_be_sent(app: Flask, visitor: FlaskClient) -> None:
    token = token_of(visitor.get("/public").text)
    app.extensions["keys"].append(b"b" * 32)
    data = {"csrf_token": token, "name": "Anna", "age": "3", "agreed": "y"}
    assert visitor.post("/public", data=data).status_code == 303
    del app.extensions["keys"][0]
    assert visitor.post("/public", data=data).status_code == 303


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://[::1]:80", True),
        ("https://127.0.0.1", False),
        ("https://registry.example", False),
        ("http://registry.example", False),
        ("http://127.0.0.1.evil.example", False),
    ],
)
def test_cookies_are_open_to_plain_http_on_this_machine_only(url: str, loopback: bool) -> None:
    assert is_loopback(url) is loopback
    answer = make_app(url).test_client().get("/public")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is not loopback
    assert cookie.startswith("bonafide=" if loopback else "__Host-bonafide=")


def test_the_language_comes_from_the_switch_before_the_browser(visitor: FlaskClient) -> None:
    assert '<html lang="en">' in visitor.get("/public").text
    russian = visitor.get("/public", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"})
    assert '<html lang="ru">' in russian.text
    assert russian.headers["Content-Language"] == "ru"
    moved = visitor.get("/public?page=2&lang=ru&q=a%26b")
    assert (moved.status_code, moved.location) == (303, "/public?page=2&q=a%26b")
    assert '<html lang="ru">' in visitor.get("/public").text
    assert 'href="/public?lang=en"' in visitor.get("/public").text


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example"])
def test_the_switch_leads_to_no_other_host(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get("/?lang=ru", environ_overrides={"PATH_INFO": path})
    assert answer.location.startswith("/evil.example")


def test_an_unknown_language_is_no_language(visitor: FlaskClient) -> None:
    visitor.set_cookie("language", "<xx>")
    answer = visitor.get("/public?lang=xx")
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_is_a_page_with_a_way_on(
    visitor: FlaskClient, status: int, language: Language
) -> None:
    answer = visitor.get(f"/refuse/{status}", headers={"Accept-Language": language})
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    title = re.search(r"<h1>(.+)</h1>", answer.text)
    assert title
    assert bool(re.search("[а-я]", title[1])) is (language is Language.RU)
    assert 'role="button"' in answer.text
    assert "Menu" in answer.text


def test_who_came_too_often_is_told_when_to_come_back(visitor: FlaskClient) -> None:
    answer = visitor.get("/busy", headers={"Accept-Language": "ru"})
    assert answer.headers["Retry-After"] == "200"
    assert "Снова можно через 4 минуты." in answer.text


def test_a_mistake_stands_beside_its_field_and_above_the_form(visitor: FlaskClient) -> None:
    status, page = fill(visitor, name="x" * 41, age="many")
    assert status == 200
    assert '<a href="#name">Name — At most 40 characters fit here.</a>' in page
    assert 'aria-describedby="name-hint name-error"' in page
    assert 'aria-invalid="true"' in page
    assert "Enter a whole number, for example 12." in page
    assert "Tick the box." in page


def test_what_was_typed_comes_back_harmless(visitor: FlaskClient) -> None:
    _, page = fill(visitor, name=HOSTILE, age=HOSTILE)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_empty_field_has_one_mistake(visitor: FlaskClient) -> None:
    _, page = fill(visitor, name="   ", age="3", agreed="y")
    assert page.count("Enter your name.") == 2
    assert "Enter between" not in page


def test_a_file_whose_address_carries_its_digest_is_kept(visitor: FlaskClient) -> None:
    found = re.search(r'href="(/static/pages\.css\?v=[0-9a-f]{12})"', visitor.get("/public").text)
    assert found
    kept = visitor.get(found[1], buffered=True)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    plain = visitor.get("/static/pages.css", buffered=True)
    assert plain.headers["Cache-Control"] == "no-cache"


def test_no_page_carries_script_or_style_of_its_own(visitor: FlaskClient) -> None:
    page = visitor.get("/public").text
    assert not re.search(r"<style|style=|<script(?! src=)|\son[a-z]+=", page)
    assert "//" not in page.replace("<!doctype html>", "")


def test_http_exceptions_have_no_text_of_their_own_on_a_page(visitor: FlaskClient) -> None:
    text = visitor.get("/refuse/404").text
    assert HTTPException.description is None
    assert "requested URL" not in text
