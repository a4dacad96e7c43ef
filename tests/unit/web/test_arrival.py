"""Steps before every guard: in the order in which they came, until one answers or refuses."""

from typing import Any

from flask import Flask
from werkzeug.exceptions import NotFound

from registry.kernel.web import arrival


def test_steps_are_taken_in_turn_and_an_answer_or_a_refusal_ends_them() -> None:
    app, taken = Flask("arrival"), list[str]()
    app.add_url_rule("/<way>", view_func=lambda way: f"viewed {way}")

    def first(sent: Any) -> str | None:
        taken.append("first")
        return "answered" if sent["PATH_INFO"] == "/answered" else None

    def second(sent: Any) -> None:
        taken.append("second")
        if sent["PATH_INFO"] == "/refused":
            raise NotFound

    arrival.add(app, first)
    arrival.add(app, second)
    client = app.test_client()
    assert client.get("/through").text == "viewed through"
    assert client.get("/answered").text == "answered"
    assert client.get("/refused").status_code == 404
    assert taken == ["first", "second", "first", "first", "second"]


def test_two_applications_have_steps_of_their_own() -> None:
    one, other = Flask("one"), Flask("other")
    for app in (one, other):
        app.add_url_rule("/", view_func=lambda: "viewed")
    arrival.add(one, lambda _sent: "answered")
    arrival.add(other, lambda _sent: None)
    assert one.test_client().get("/").text == "answered"
    assert other.test_client().get("/").text == "viewed"
