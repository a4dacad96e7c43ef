"""Every route with an id in it: an id that somebody else has, one that nobody has, who may tell.

``Things`` are real: a report, a case, a key and so on of shop A, of customer X and of the first
admin. ``Try.others`` may knock at the door, and must not be able to tell a real id of somebody
else's from one that does not exist; ``Try.owner`` can, so the id is really there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bonafide.protocol.base64url import pack
from registry.kernel.ids import new_id, public_id
from tests.matrix.table import Actor

A = Actor
PHOTO: Final = {"purpose": "evidence", "content": "iVBORw0KGgo="}


@dataclass(frozen=True)
class Things:
    """What shop A, customer X and an admin have, and what shop B and customer Y have."""

    shop: int
    other_shop: int
    report: str
    report_row: int
    lookup: str
    dispute: str
    file: str
    paper: int
    key: str
    hook: str
    delivery: str
    ref: str
    own_dispute: str
    """Of shop B and customer Y."""
    browser: str
    account: int
    member: str
    other_member: str


Path = Callable[[Things], str]


@dataclass(frozen=True)
class Try:
    """One id in one route: what is real, what is not, who tries, and who it belongs to."""

    real: Path
    missing: tuple[Path, ...]
    others: tuple[Actor, ...]
    owner: Actor | None
    said: Mapping[str, Any] = field(default_factory=dict)


def _made_up(prefix: str) -> tuple[Path, ...]:
    """Ids that nobody has: of shop B's own sort, of shop A's, of a shop that is none, and words."""
    return (
        lambda t: public_id(prefix, t.other_shop, new_id()),
        lambda t: public_id(prefix, t.shop, new_id()),
        lambda t: public_id(prefix, new_id(), new_id()),
        lambda _: "nothing-of-the-sort",
    )


def _number(_: Things) -> str:
    return str(new_id())


def _key_id(_: Things) -> str:
    return "a" * 16


B_KEY, B_OWNER, Y = (A.OTHER_KEY,), (A.OTHER_OWNER,), (A.OTHER_CUSTOMER,)
ADMINS: Final = (A.ADMIN, A.SECOND_ADMIN)
ANSWER: Final = {"stance": "uphold", "evidence": "photo", "files": [PHOTO]}
FORM: Final = {"evidence": "photo", "comment": "x"}


def api(real: Path, prefix: str, said: Mapping[str, Any] | None = None) -> Try:
    """A thing of shop A that shop B tries by its key."""
    return Try(real, _made_up(prefix), B_KEY, A.KEY, said or {})


def desk(real: Path, prefix: str, said: Mapping[str, Any] | None = None) -> Try:
    """The same, by its owner in the browser."""
    return Try(real, _made_up(prefix), B_OWNER, A.OWNER, said or {})


def me(real: Path, *missing: Path, said: Mapping[str, Any] | None = None) -> Try:
    """A thing of customer X that customer Y tries."""
    return Try(real, missing, Y, A.CUSTOMER, said or {})


CASE: Final[Path] = lambda t: t.dispute  # noqa: E731  (one of many of a table)
CASES: Final = _made_up("dsp_")
FILE: Final[Path] = lambda t: t.file  # noqa: E731  (the same)

# Those that end what they name come last.
IDS: Final[dict[str, Try]] = {
    "GET /v1/lookups/<string:lookup_id>": api(lambda t: t.lookup, "lkp_"),
    "GET /v1/reports/<report_id>": api(lambda t: t.report, "rep_"),
    "POST /v1/reports/<string:report_id>/ticket": api(lambda t: t.report, "rep_"),
    "GET /v1/disputes/<dispute_id>": api(CASE, "dsp_"),
    "GET /v1/disputes/<dispute_id>/files/<file_id>": api(FILE, "fil_"),
    "POST /v1/disputes/<dispute_id>/appeal": api(CASE, "dsp_", {"comment": "x"}),
    "POST /v1/disputes/<dispute_id>/answer": api(CASE, "dsp_", ANSWER),
    "POST /v1/webhooks/deliveries/<delivery_id>/resend": api(lambda t: t.delivery, "dlv_"),
    "POST /v1/webhooks/<hook_id>/rotate": api(lambda t: t.hook, "whk_"),
    "PUT /v1/shop/overrides/<string:ref>": Try(
        lambda t: t.ref, (lambda _: pack(b"\x01" + b"x" * 32),), B_KEY, A.KEY, {"advice": "ship"}
    ),
    "GET /desk/checks/<lookup_id>": desk(lambda t: t.lookup, "lkp_"),
    "GET /desk/disputes/<dispute>": desk(CASE, "dsp_"),
    "GET /desk/disputes/<dispute>/files/<file>": desk(FILE, "fil_"),
    "POST /desk/disputes/<dispute>/answer": desk(CASE, "dsp_", FORM),
    "POST /desk/disputes/<dispute>/appeal": desk(CASE, "dsp_", FORM),
    "POST /desk/webhooks/sent/<delivery_id>/resend": desk(lambda t: t.delivery, "dlv_"),
    "POST /desk/webhooks/<hook_id>/rotate": desk(lambda t: t.hook, "whk_"),
    "GET /me/cases/<public_id>": me(CASE, *CASES),
    "POST /me/cases/<public_id>": me(CASE, *CASES, said={"text": "x"}),
    "GET /me/cases/<public_id>/files/<int:paper_id>": me(lambda t: str(t.paper), _number),
    "POST /me/cases/<public_id>/appeal": me(CASE, *CASES),
    "GET /me/orders/<int:report_id>/contest": me(lambda t: str(t.report_row), _number),
    "POST /me/orders/<int:report_id>/contest": me(
        lambda t: str(t.report_row), _number, said={"reason": "paid"}
    ),
    "POST /staff/account/browsers/<name>/end": Try(
        lambda t: t.browser, (lambda _: "a" * 32,), (A.SECOND_ADMIN, A.OWNER), None
    ),
    "POST /admin/people/<account_id>/close": Try(
        lambda t: str(t.account), (_number,), ADMINS, None
    ),
    "POST /admin/shops/<public_id>/keys/<key_id>/revoke": Try(
        lambda t: t.key, (_key_id,), ADMINS, None
    ),
    "GET /admin/disputes/<dispute>/files/<file>": Try(FILE, _made_up("fil_"), ADMINS, None),
    # what ends what it names
    "DELETE /v1/shop/overrides/<string:ref>": Try(
        lambda t: t.ref, (lambda _: pack(b"\x01" + b"x" * 32),), B_KEY, A.KEY
    ),
    "POST /me/cases/<public_id>/withdraw": me(CASE, *CASES),
    "POST /desk/disputes/<dispute>/concede": desk(CASE, "dsp_"),
    "DELETE /v1/webhooks/<hook_id>": api(lambda t: t.hook, "whk_"),
    "POST /desk/webhooks/<hook_id>/remove": desk(lambda t: t.hook, "whk_"),
    "DELETE /v1/shop/keys/<string:key_id>": Try(lambda t: t.key, (_key_id,), B_KEY, A.KEY),
    "POST /desk/keys/<key_id>/end": Try(lambda t: t.key, (_key_id,), B_OWNER, A.OWNER),
    "POST /desk/staff/<name>/close": Try(lambda _: "stas", (lambda _: "nobody",), B_OWNER, A.OWNER),
    "DELETE /v1/reports/<report_id>": api(lambda t: t.report, "rep_", {"revision": 2}),
}
BODIES: Final[dict[str, Try]] = {
    "POST /v1/disputes report": Try(
        lambda t: t.report,
        _made_up("rep_")[:3],
        B_KEY,
        A.KEY,
        {"evidence": "photo", "files": [PHOTO]},
    ),
    "POST /desk/disputes/request report": desk(lambda t: t.report, "rep_", FORM),
    "POST /desk/ticket report": desk(lambda t: t.report, "rep_"),
}
"""The same for an id that stands in what is sent."""
OUTER: Final[dict[str, Path]] = {
    "GET /v1/disputes/<dispute_id>/files/<file_id>": lambda t: t.own_dispute,
    "GET /desk/disputes/<dispute>/files/<file>": lambda t: t.own_dispute,
    "GET /me/cases/<public_id>/files/<int:paper_id>": lambda t: t.own_dispute,
    "GET /admin/disputes/<dispute>/files/<file>": lambda t: t.own_dispute,
    "POST /admin/shops/<public_id>/keys/<key_id>/revoke": lambda t: t.other_member,
}
"""Where there are two ids: the first one is of whoever tries."""
OPEN: Final[dict[str, str]] = {
    "GET /shops/<public_id>": "a public card: everybody may know who is a member",
    "GET /staff/invitation/<token>": "the token is the right itself",
    "POST /staff/invitation/<token>": "the token is the right itself",
    "GET /me/ticket/case/<public_id>": "one's own cookie says which case it is",
    "POST /me/ticket/case/<public_id>": "one's own cookie says which case it is",
    "GET /me/data/<name>": "a word",
    "POST /me/data/<name>": "a word",
    "GET /me/data/new-number/<int:place>": "a place among one's own contacts",
    "POST /me/data/new-number/<int:place>": "a place among one's own contacts",
    "POST /me/data/shared/<int:place>": "a place among one's own contacts",
    "GET /me/data/links/<int:many>/<int:place>": "a place among one's own contacts",
    "POST /me/data/links/<int:many>/<int:place>": "a place among one's own contacts",
    "POST /admin/people/invite/<role>": "a word",
    "GET /admin/disputes/<dispute>": "admins see every case",
    "POST /admin/disputes/<dispute>": "admins see every case",
    "POST /admin/acts/<act_id>/confirm": "admins see every act",
    "POST /admin/acts/<act_id>/dismiss": "admins see every act",
    "POST /admin/acts/<act_id>/export": "admins see every act",
    "POST /admin/reviews/<review_id>/<word>": "admins see every review",
    "POST /admin/reviews/shared/<yes_or_no>": "a word",
    "GET /admin/shops/<public_id>": "admins see every shop",
    "POST /admin/shops/<public_id>/direct/<word>": "admins see every shop",
    "POST /admin/shops/<public_id>/import": "admins see every shop",
    "POST /admin/shops/<public_id>/invite": "admins see every shop",
    "POST /admin/shops/<public_id>/muted/<word>": "admins see every shop",
    "POST /admin/shops/<public_id>/propose/<kind>": "admins see every shop",
    "POST /admin/shops/<public_id>/standing/<to>": "admins see every shop",
}
"""Routes with something in angles that is nobody's own, and why."""
