"""Hostile bodies: every one is refused with a code and a pointer, none breaks anything."""

import io
import json
import tracemalloc
from typing import Any

import pytest
from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from hypothesis import given
from hypothesis import strategies as st

from registry.kernel.web import failures
from registry.kernel.web.body import gated_json
from registry.kernel.web.json_gate import BATCH, MAX_DEPTH, SMALL, BadJson, read_json


def nested(depth: int, opening: bytes = b'{"a":', closing: bytes = b"}") -> bytes:
    return opening * depth + b"1" + closing * depth


IN_LIST = b'{"a":['
REFUSED = {
    "ten megabytes": (b'{"a":"' + b"x" * 10_000_000 + b'"}', "too_large", ""),
    "one byte too many": (b'{"a":"' + b"x" * (SMALL - 7) + b'"}', "too_large", ""),
    "a million brackets": (b"[" * 1_000_000, "too_large", ""),
    "nested 20,000 deep inside the limit": (b"[" * 20_000 + b"]" * 20_000, "too_deep", ""),
    "objects 10,000 deep": (nested(10_000), "too_deep", ""),
    "never closed": (b"[" * 60_000, "too_deep", ""),
    "seventeen deep": (nested(17), "too_deep", ""),
    "deep beside shallow": (IN_LIST + b"[]," * 99 + b"[" * 15 + b"]" * 17 + b"}", "too_deep", ""),
    "deep, with false ends in strings": (
        b'{"\\"]]]]":' + b'["]]]\\\\",' * 20 + b"1" + b"]" * 20 + b"}",
        "too_deep",
        "",
    ),
    "bad UTF-8": (b'{"a":"\xff"}', "not_utf8", ""),
    "cut UTF-8": (b'{"a":"\xd0"}', "not_utf8", ""),
    "overlong UTF-8": (b'{"a":"\xc0\x80"}', "not_utf8", ""),
    "a surrogate as UTF-8": (b'{"a":"\xed\xa0\x80"}', "not_utf8", ""),
    "UTF-16 with mark": ('{"a":1}'.encode("utf-16"), "not_utf8", ""),
    "UTF-16 little end": ('{"a":1}'.encode("utf-16-le"), "not_utf8", ""),
    "UTF-16 big end": ('{"a":1}'.encode("utf-16-be"), "not_utf8", ""),
    "UTF-32": ('{"a":1}'.encode("utf-32-be"), "not_utf8", ""),
    "UTF-8 with mark": (b'\xef\xbb\xbf{"a":1}', "not_utf8", ""),
    "lone high surrogate": (b'{"a":["\\ud800"]}', "lone_surrogate", "/a/0"),
    "lone low surrogate": (b'{"a":{"b":"x\\uDFFFx"}}', "lone_surrogate", "/a/b"),
    "surrogates the wrong way round": (b'{"a":"\\udc00\\ud800"}', "lone_surrogate", "/a"),
    "surrogate in a name": (b'{"a":{"\\ud800":1}}', "lone_surrogate", "/a"),
    "raw NUL": (b'{"a":"b\x00"}', "nul_character", ""),
    "escaped NUL": (b'{"a":[1,"b\\u0000"]}', "nul_character", "/a/1"),
    "NUL in a name": (b'{"\\u0000":1}', "nul_character", ""),
    "NaN": (b'{"a":{"b":NaN}}', "bad_number", "/a/b"),
    "Infinity": (b'{"a":[1,Infinity]}', "bad_number", "/a/1"),
    "minus Infinity": (b'{"a":-Infinity}', "bad_number", "/a"),
    "2^70": (b'{"a":1180591620717411303424}', "bad_number", "/a"),
    "2^53 + 1": (b'{"a":[0,9007199254740993]}', "bad_number", "/a/1"),
    "-2^53 - 1": (b'{"a":-9007199254740993}', "bad_number", "/a"),
    "a float that overflows": (b'{"a":1e999}', "bad_number", "/a"),
    "a number of 60,000 digits": (b'{"a":' + b"9" * 60_000 + b"}", "bad_number", "/a"),
    "a fraction of 60,000 digits": (b'{"a":0.' + b"9" * 60_000 + b"}", "bad_number", "/a"),
    "a name twice": (b'{"a":1,"a":1}', "duplicate_key", "/a"),
    "a name twice, deeper": (b'{"a":[{"b":1,"c":2,"b":3}]}', "duplicate_key", "/a/0/b"),
    "a name twice in two spellings": (b'{"a":1,"\\u0061":2}', "duplicate_key", "/a"),
    "a bad value hidden by its twin": (b'{"a":NaN,"a":1}', "duplicate_key", "/a"),
    "twins hidden by twins": (b'{"a":{"b":1,"b":2},"a":1}', "duplicate_key", "/a"),
    "two flaws": (b'{"a":[1,NaN],"b":"\\u0000"}', "bad_number", "/a/1"),
    "list at the root": (b'[{"a":1}]', "not_an_object", ""),
    "null at the root": (b"null", "not_an_object", ""),
    "text at the root": (b'"text"', "not_an_object", ""),
    "number at the root": (b"1", "not_an_object", ""),
    "nothing": (b"", "invalid_json", ""),
    "only spaces": (b" \n ", "invalid_json", ""),
    "cut short": (b'{"a":', "invalid_json", ""),
    "two documents": (b'{"a":1}{"b":2}', "invalid_json", ""),
    "single quotes": (b"{'a':1}", "invalid_json", ""),
    "trailing comma": (b'{"a":1,}', "invalid_json", ""),
    "a comment": (b'{"a":1/**/}', "invalid_json", ""),
    "a leading zero": (b'{"a":01}', "invalid_json", ""),
    "a raw line break in a text": (b'{"a":"b\nc"}', "invalid_json", ""),
    "a bad escape": (b'{"a":"\\x41"}', "invalid_json", ""),
    "an open string full of brackets": (b'{"a":"' + b"[" * 60_000, "invalid_json", ""),
    "crossed brackets": (b'{"a":[1}]', "invalid_json", ""),
}
TAKEN: dict[str, tuple[bytes, dict[str, Any]]] = {
    "an empty object": (b"{}", {}),
    "spaces around": (b' \r\n\t{"a" : 1}\n', {"a": 1}),
    "sixteen deep": (nested(MAX_DEPTH), json.loads(nested(MAX_DEPTH))),
    "2^53": (b'{"a":9007199254740992}', {"a": 2**53}),
    "a whole pair of surrogates": (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
    "a backslash before u0000": (b'{"a":"\\\\u0000"}', {"a": "\\u0000"}),
    "brackets in strings": (
        b'{"a":"' + b"[{" * 500 + b'","b":"\\\\"}',
        {"a": "[{" * 500, "b": "\\"},
    ),
    "many brackets side by side": (IN_LIST + b"[]," * 999 + b"[]]}", {"a": [[]] * 1_000}),
    "Russian": ('{"a":"да"}'.encode(), {"a": "да"}),
    "the same name in two objects": (b'{"a":{"b":1},"c":{"b":1}}', {"a": {"b": 1}, "c": {"b": 1}}),
}


@pytest.mark.parametrize(("raw", "code", "pointer"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_body_is_refused_with_code_and_pointer(
    raw: bytes, code: str, pointer: str
) -> None:
    with pytest.raises(BadJson) as refused:
        read_json(raw, limit=SMALL)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)


@pytest.mark.parametrize(("raw", "tree"), TAKEN.values(), ids=TAKEN.keys())
def test_an_honest_body_is_taken(raw: bytes, tree: dict[str, Any]) -> None:
    assert read_json(raw, limit=SMALL) == tree


def test_a_million_brackets_cost_little_memory_in_a_batch() -> None:
    raw = b"[" * BATCH
    tracemalloc.start()
    try:
        with pytest.raises(BadJson):
            read_json(raw, limit=BATCH)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * BATCH


def depth_of(node: object) -> int:
    """The measure that the gate is compared with, written the plain way."""
    if isinstance(node, dict):
        return 1 + max(map(depth_of, node.values()), default=0)
    if isinstance(node, list):
        return 1 + max(map(depth_of, node), default=0)
    return 0


LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text('[]{}"\\,:aя\U0001f600')
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('[{"\\'), inner, max_size=3)
    ),
    max_leaves=60,
)


@given(TREES, st.integers(0, 24), st.booleans())
def test_what_a_correct_program_writes_is_taken_exactly_up_to_sixteen_levels(
    tree: Any, wrapped: int, plain: bool
) -> None:
    for _ in range(wrapped):
        tree = [tree]
    whole = {"a": tree}
    raw = json.dumps(whole, ensure_ascii=plain).encode()
    if depth_of(whole) <= MAX_DEPTH:
        assert read_json(raw, limit=BATCH) == whole
    else:
        with pytest.raises(BadJson) as refused:
            read_json(raw, limit=BATCH)
        assert refused.value.code == "too_deep"


@given(st.binary() | st.text('{}[]":,\\u0d8 1eNa\x00').map(str.encode))
def test_noise_is_either_an_object_or_refused(raw: bytes) -> None:
    known = {code for _raw, code, _pointer in REFUSED.values()}
    outcome: object
    try:
        outcome = type(read_json(raw, limit=SMALL))
    except BadJson as refused:
        outcome = refused.code
    assert outcome is dict or outcome in known


class CountingStream(io.RawIOBase):
    """An endless body that tells how much of it was taken."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "somebody asked for all of an endless body"
        self.taken += size
        return b" " * size


@pytest.fixture
def app() -> Flask:
    """Answers what the gate let through."""
    made = Flask("hostile")
    failures.register(made)

    @made.post("/v1/small")
    def small() -> ResponseReturnValue:
        return jsonify(gated_json())

    @made.post("/v1/batch")
    def batch() -> ResponseReturnValue:
        return jsonify(gated_json(limit=BATCH))

    return made


def post(app: Flask, **options: Any) -> tuple[int, dict[str, Any]]:
    """Status and body."""
    answer = app.test_client().post(**{"path": "/v1/small", **options})
    return answer.status_code, json.loads(answer.data)


@pytest.mark.parametrize(("raw", "code", "pointer"), REFUSED.values(), ids=REFUSED.keys())
def test_over_http_a_hostile_body_is_a_4xx_with_a_pointer(
    app: Flask, raw: bytes, code: str, pointer: str
) -> None:
    status, body = post(app, data=raw, content_type="application/json")
    assert status == (413 if code == "too_large" else 400)
    assert body["code"] == code
    assert [place["pointer"] for place in body["errors"]] == [pointer]
    assert body["errors"][0]["detail"]


def stream(
    app: Flask,
    body: io.RawIOBase,
    *,
    length: int | None = None,
    path: str = "/v1/small",
    **more: str,
) -> tuple[int, dict[str, Any]]:
    """Send ``body`` with a Content-Length that may lie, or chunked when there is none."""
    environ: dict[str, Any] = {"wsgi.input": body, **more}
    if length is None:
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    else:
        environ |= {"CONTENT_LENGTH": str(length)}
    return post(app, path=path, content_type="application/json", environ_overrides=environ)


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "x-gzip", "identity, gzip", "zzz"])
def test_a_compressed_body_is_refused_unread(app: Flask, encoding: str) -> None:
    endless = CountingStream()
    status, body = stream(app, endless, HTTP_CONTENT_ENCODING=encoding)
    assert (status, body["code"]) == (415, "content_encoding")
    assert body["errors"][0]["pointer"] == ""
    assert endless.taken == 0


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/problem+json",
        "application/json; charset=utf-16",
        "application/json; charset=cp1251",
        "multipart/form-data; boundary=x",
        "application/jsonp",
    ],
)
def test_another_content_type_is_refused(app: Flask, content_type: str | None) -> None:
    status, body = post(app, data=b"{}", content_type=content_type)
    assert (status, body["code"]) == (415, "unsupported_media_type")
    assert body["errors"][0]["pointer"] == ""


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json;charset=UTF-8", 'Application/JSON; charset="utf-8"'],
)
def test_json_is_taken_under_its_usual_names(app: Flask, content_type: str) -> None:
    assert post(app, data=b'{"a":1}', content_type=content_type) == (200, {"a": 1})


@pytest.mark.parametrize(("path", "limit"), [("/v1/small", SMALL), ("/v1/batch", BATCH)])
def test_of_an_endless_chunked_body_one_byte_more_than_allowed_is_read(
    app: Flask, path: str, limit: int
) -> None:
    endless = CountingStream()
    status, body = stream(app, endless, path=path)
    assert (status, body["code"]) == (413, "too_large")
    assert endless.taken == limit + 1


def test_a_body_that_announces_too_much_is_not_read_at_all(app: Flask) -> None:
    endless = CountingStream()
    status, body = stream(app, endless, length=10_000_000)
    assert (status, body["code"]) == (413, "too_large")
    assert endless.taken == 0


class Pieces(io.RawIOBase):
    """A body that arrives in pieces; an exception among them is a broken connection."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces = iter(pieces)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = next(self.pieces, b"")
        if isinstance(piece, Exception):
            raise piece
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("terminated", [True, False], ids=["server ends it", "read by length"])
def test_a_body_that_announces_more_than_it_sends_is_a_400(app: Flask, terminated: bool) -> None:
    more = {"wsgi.input_terminated": "yes"} if terminated else {}
    status, body = stream(app, Pieces(b'{"a":1}'), length=50, **more)
    assert (status, body["code"]) == (400, "body_incomplete")


class BrokenChunkError(Exception):
    """Application servers have such exceptions of their own."""


def test_a_body_that_announces_less_than_it_sends_is_cut_there(app: Flask) -> None:
    honest = b'{"a":1}'
    assert stream(app, Pieces(honest, b'{"b":2}'), length=len(honest)) == (200, {"a": 1})


@pytest.mark.parametrize("length", [None, 50])
@pytest.mark.parametrize("failure", [OSError("reset"), ValueError("closed")])
def test_a_connection_that_breaks_is_a_400(
    app: Flask, length: int | None, failure: Exception
) -> None:
    status, body = stream(app, Pieces(b'{"a"', failure), length=length)
    assert status == 400
    assert body["code"] in {"body_incomplete", "bad_request"}


def test_a_broken_chunk_is_a_400_that_points_at_the_body(app: Flask) -> None:
    status, body = stream(app, Pieces(b'{"a"', BrokenChunkError("zz")))
    assert (status, body["code"]) == (400, "body_incomplete")
    assert body["errors"][0]["pointer"] == ""


def test_a_body_that_trickles_is_put_together(app: Flask) -> None:
    assert stream(app, Pieces(b"{", b'"a"', b":", b"1", b"}")) == (200, {"a": 1})
