"""Who may knock at which door: one row for each route, said by hand.

The routes come from the application; a route without a row here fails the build, and so does a row
without a route.
"""

from enum import StrEnum
from typing import Final


class Actor(StrEnum):
    """Everybody who may knock."""

    ANYBODY = "anybody"
    KEY = "shop A, a key of every scope"
    LOOKUP_KEY = "shop A, a key that may look up"
    REPORT_KEY = "shop A, a key that may report"
    OTHER_KEY = "shop B, a key of every scope"
    CUSTOMER = "customer X"
    OTHER_CUSTOMER = "customer Y"
    OWNER = "owner of shop A"
    STAFF = "staff of shop A"
    OTHER_OWNER = "owner of shop B"
    ADMIN = "admin"
    SECOND_ADMIN = "second admin"
    AUDITOR = "auditor"


A = Actor
EVERYBODY: Final = frozenset(Actor)
NOBODY: Final[frozenset[Actor]] = frozenset()
KEYS: Final = frozenset({A.KEY, A.LOOKUP_KEY, A.REPORT_KEY, A.OTHER_KEY})
FULL: Final = frozenset({A.KEY, A.OTHER_KEY})
LOOKUP: Final = FULL | {A.LOOKUP_KEY}
REPORT: Final = FULL | {A.REPORT_KEY}
CUSTOMERS: Final = frozenset({A.CUSTOMER, A.OTHER_CUSTOMER})
OWNERS: Final = frozenset({A.OWNER, A.OTHER_OWNER})
DESK: Final = OWNERS | {A.STAFF}
ADMINS: Final = frozenset({A.ADMIN, A.SECOND_ADMIN})
ADMIN_DESK: Final = ADMINS | {A.AUDITOR}
ACCOUNTS: Final = DESK | ADMIN_DESK

ROUTES: Final[dict[str, frozenset[Actor]]] = {
    # what everybody may read
    "GET /": EVERYBODY,
    "GET /.well-known/jwks.json": EVERYBODY,
    "GET /docs": EVERYBODY,
    "GET /docs/problems": EVERYBODY,
    "GET /figures": EVERYBODY,
    "GET /live": EVERYBODY,
    "GET /openapi.json": EVERYBODY,
    "GET /policy": EVERYBODY,
    "GET /ready": EVERYBODY,
    "GET /shops/<public_id>": EVERYBODY,
    "GET /tell-your-customers": EVERYBODY,
    "GET /v1/log/checkpoint": EVERYBODY,
    "GET /v1/log/consistency": EVERYBODY,
    "GET /v1/log/inclusion": EVERYBODY,
    "GET /v1/policy": EVERYBODY,
    # the doors: whoever comes is not known yet
    "GET /me": EVERYBODY,
    "GET /me/code": EVERYBODY,
    "POST /me/code": EVERYBODY,
    "POST /me/code/again": EVERYBODY,
    "GET /me/in": EVERYBODY,
    "POST /me/in": EVERYBODY,
    "POST /me/out": EVERYBODY,
    "GET /me/ticket": EVERYBODY,
    "POST /me/ticket": EVERYBODY,
    "POST /me/ticket/contest": EVERYBODY,
    "GET /staff/invitation/<token>": EVERYBODY,
    "POST /staff/invitation/<token>": EVERYBODY,
    "GET /staff/sign-in": EVERYBODY,
    "POST /staff/sign-in": EVERYBODY,
    # whoever came through a shop's ticket: nobody of the cast
    "GET /me/ticket/case/<public_id>": NOBODY,
    "POST /me/ticket/case/<public_id>": NOBODY,
    # customers
    "GET /me/asked": CUSTOMERS,
    "GET /me/cases": CUSTOMERS,
    "GET /me/cases/<public_id>": CUSTOMERS,
    "POST /me/cases/<public_id>": CUSTOMERS,
    "POST /me/cases/<public_id>/appeal": CUSTOMERS,
    "GET /me/cases/<public_id>/files/<int:paper_id>": CUSTOMERS,
    "POST /me/cases/<public_id>/withdraw": CUSTOMERS,
    "GET /me/data": CUSTOMERS,
    "GET /me/data/<name>": CUSTOMERS,
    "POST /me/data/<name>": CUSTOMERS,
    "GET /me/data/new-number/<int:place>": CUSTOMERS,
    "POST /me/data/new-number/<int:place>": CUSTOMERS,
    "POST /me/data/shared/<int:place>": CUSTOMERS,
    "GET /me/data/links/<int:many>/<int:place>": CUSTOMERS,
    "POST /me/data/links/<int:many>/<int:place>": CUSTOMERS,
    "POST /me/out/everywhere": CUSTOMERS,
    "GET /me/export": CUSTOMERS,
    "GET /me/export.json": CUSTOMERS,
    "GET /me/news": CUSTOMERS,
    "POST /me/news/drop": CUSTOMERS,
    "GET /me/orders/<int:report_id>/contest": CUSTOMERS,
    "POST /me/orders/<int:report_id>/contest": CUSTOMERS,
    "POST /me/orders/open": CUSTOMERS,
    "GET /me/pass": CUSTOMERS,
    "POST /me/pass": CUSTOMERS,
    "GET /me/rights": EVERYBODY,
    "GET /me/home": CUSTOMERS,
    "GET /me/orders": CUSTOMERS,
    "GET /me/white": CUSTOMERS,
    "POST /me/white": CUSTOMERS,
    # accounts of people who work here
    "GET /staff/account": ACCOUNTS,
    "POST /staff/account/browsers/<name>/end": ACCOUNTS,
    "POST /staff/account/password": ACCOUNTS,
    "GET /staff/second-factor": ACCOUNTS,
    "POST /staff/second-factor": ACCOUNTS,
    "POST /staff/sign-out": ACCOUNTS,
    # the desk of shops
    "GET /desk": DESK,
    "GET /desk/checks": DESK,
    "GET /desk/checks/<lookup_id>": DESK,
    "GET /desk/disputes": DESK,
    "GET /desk/disputes/<dispute>": DESK,
    "POST /desk/disputes/<dispute>/answer": DESK,
    "POST /desk/disputes/<dispute>/appeal": DESK,
    "POST /desk/disputes/<dispute>/concede": DESK,
    "GET /desk/disputes/<dispute>/files/<file>": DESK,
    "GET /desk/disputes/request": DESK,
    "POST /desk/disputes/request": DESK,
    "GET /desk/figures": DESK,
    "GET /desk/import": DESK,
    "POST /desk/import": DESK,
    "POST /desk/import/columns": DESK,
    "GET /desk/import/complaints.csv": DESK,
    "POST /desk/import/discard": DESK,
    "GET /desk/import/dry-run": DESK,
    "GET /desk/import/progress": DESK,
    "POST /desk/import/step": DESK,
    "GET /desk/import/template.csv": DESK,
    "GET /desk/keys": DESK,
    "POST /desk/keys": OWNERS,
    "POST /desk/keys/<key_id>/end": OWNERS,
    "GET /desk/mail": DESK,
    "POST /desk/mail": OWNERS,
    "POST /desk/mail/confirm": OWNERS,
    "POST /desk/mail/drop": OWNERS,
    "GET /desk/staff": DESK,
    "POST /desk/staff": OWNERS,
    "POST /desk/staff/<name>/close": OWNERS,
    "POST /desk/staff/withdraw": OWNERS,
    "GET /desk/webhooks": DESK,
    "POST /desk/webhooks": OWNERS,
    "POST /desk/webhooks/<hook_id>/remove": OWNERS,
    "POST /desk/webhooks/<hook_id>/rotate": OWNERS,
    "POST /desk/webhooks/sent/<delivery_id>/resend": DESK,
    "GET /desk/ticket": DESK,
    "POST /desk/ticket": DESK,
    "GET /desk/terms": DESK,
    "POST /desk/terms": OWNERS,
    "POST /desk/terms/preview": DESK,
    # the desk of admins
    "GET /admin": ADMIN_DESK,
    "GET /admin/acts": ADMIN_DESK,
    "POST /admin/acts/<act_id>/confirm": ADMINS,
    "POST /admin/acts/<act_id>/dismiss": ADMINS,
    "POST /admin/acts/<act_id>/export": ADMINS,
    "POST /admin/acts/key": ADMINS,
    "POST /admin/acts/report": ADMINS,
    "GET /admin/disputes": ADMIN_DESK,
    "GET /admin/disputes/<dispute>": ADMIN_DESK,
    "POST /admin/disputes/<dispute>": ADMINS,
    "GET /admin/disputes/<dispute>/files/<file>": ADMIN_DESK,
    "GET /admin/log": ADMIN_DESK,
    "GET /admin/reviews": ADMIN_DESK,
    "POST /admin/reviews/<review_id>/<word>": ADMINS,
    "GET /admin/flags": ADMIN_DESK,
    "POST /admin/flags/plant": ADMINS,
    "POST /admin/reviews/shared/<yes_or_no>": ADMINS,
    "GET /admin/journal": ADMIN_DESK,
    "GET /admin/people": ADMIN_DESK,
    "POST /admin/people/<account_id>/close": ADMINS,
    "POST /admin/people/invite/<role>": ADMINS,
    "GET /admin/shops": ADMIN_DESK,
    "GET /admin/shops/<public_id>": ADMIN_DESK,
    "POST /admin/shops/<public_id>/direct/<word>": ADMINS,
    "POST /admin/shops/<public_id>/import": ADMINS,
    "POST /admin/shops/<public_id>/invite": ADMINS,
    "POST /admin/shops/<public_id>/keys/<key_id>/revoke": ADMINS,
    "POST /admin/shops/<public_id>/muted/<word>": ADMINS,
    "POST /admin/shops/<public_id>/propose/<kind>": ADMINS,
    "POST /admin/shops/<public_id>/standing/<to>": ADMINS,
    "GET /admin/shops/new": ADMINS,
    "POST /admin/shops/new": ADMINS,
    # programs of shops
    "POST /v1/evaluations": LOOKUP | REPORT,
    "GET /v1/params": KEYS,
    "POST /v1/lookups": LOOKUP,
    "GET /v1/lookups/<string:lookup_id>": LOOKUP,
    "POST /v1/passes/verify": LOOKUP,
    "PUT /v1/reports": REPORT,
    "POST /v1/reports": REPORT,
    "GET /v1/reports": REPORT,
    "GET /v1/reports/<report_id>": REPORT,
    "DELETE /v1/reports/<report_id>": REPORT,
    "POST /v1/reports/<string:report_id>/ticket": REPORT,
    "POST /v1/reports/find": REPORT,
    "GET /v1/disputes": REPORT,
    "POST /v1/disputes": REPORT,
    "GET /v1/disputes/<dispute_id>": REPORT,
    "POST /v1/disputes/<dispute_id>/answer": REPORT,
    "POST /v1/disputes/<dispute_id>/appeal": REPORT,
    "GET /v1/disputes/<dispute_id>/files/<file_id>": REPORT,
    "GET /v1/changes": KEYS,
    "GET /v1/webhooks": FULL,
    "POST /v1/webhooks": FULL,
    "DELETE /v1/webhooks/<hook_id>": FULL,
    "POST /v1/webhooks/<hook_id>/rotate": FULL,
    "GET /v1/webhooks/deliveries": FULL,
    "POST /v1/webhooks/deliveries/<delivery_id>/resend": FULL,
    "GET /v1/shop": KEYS,
    "GET /v1/shop/backtest": LOOKUP,
    "GET /v1/shop/budgets": KEYS,
    "GET /v1/shop/economics": LOOKUP,
    "GET /v1/shop/keys": FULL,
    "POST /v1/shop/keys": FULL,
    "DELETE /v1/shop/keys/<string:key_id>": FULL,
    "PUT /v1/shop/overrides/<string:ref>": LOOKUP,
    "DELETE /v1/shop/overrides/<string:ref>": LOOKUP,
    "GET /v1/shop/terms": KEYS,
    "PUT /v1/shop/terms": FULL,
    "GET /v1/shop/totals": FULL,
    "PUT /v1/shop/totals": FULL,
}
