"""The only file that knows every room: settings in, a complete application out."""

import json
from collections.abc import Callable, Collection
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from flask import Flask, Request
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from bonafide.protocol.errors import ProtocolError
from bonafide.protocol.group import default_group
from bonafide.protocol.words import World
from registry.admin import (
    act_pages,
    disputes_pages,
    flag_pages,
    public,
    review_pages,
    shop_pages,
)
from registry.admin import pages as admin_pages
from registry.audit.api import blp as log_api
from registry.desk.pages import BLUEPRINTS as DESK
from registry.disputes.api import blp as disputes_api
from registry.disputes.deadlines import forget_one as forget_cases
from registry.identifiers import vault
from registry.identifiers.holder import LocalKeyHolder
from registry.inquiries import leases
from registry.inquiries.api import blp as inquiries_api
from registry.kernel import logs
from registry.kernel.clock import Clock, LateClock, SystemClock
from registry.kernel.db import db
from registry.kernel.engines import engine_options, prepare_engine
from registry.kernel.keys import KeySource
from registry.kernel.senders import choosing, post
from registry.kernel.web import (
    address,
    ceiling,
    context,
    docs,
    edge,
    failures,
    headers,
    idempotency,
    request_ids,
)
from registry.kernel.web.openapi import Api, openapi_settings
from registry.kernel.web.pages import frame, uploads
from registry.kernel.web.routing import Addresses
from registry.notices.api import blp as notices_api
from registry.ops import metrics, schema
from registry.ops.health import blp as health
from registry.portal.pages import BLUEPRINTS as PORTAL
from registry.reports import news
from registry.reports.api import blp as reports_api
from registry.settings import Settings
from registry.shops.api import blp as shops_api
from registry.shops.auth import idempotency_caller
from registry.staff import pages as staff_pages
from registry.trust import answering
from registry.trust.api import blp as trust_api
from registry.trust.api import policy_blp as policy_api
from registry.trust.economics.api import blp as economics_api
from registry.trust.pages import blp as policy_page
from registry.whitelist import enrolling, erasing
from registry.whitelist.api import blp as passes_api
from registry.whitelist.api import keys_blp as keys_api

API = (
    inquiries_api,
    shops_api,
    reports_api,
    disputes_api,
    trust_api,
    economics_api,
    policy_api,
    passes_api,
    keys_api,
    notices_api,
    log_api,
    health,
)

ADMIN = (
    admin_pages,
    disputes_pages,
    shop_pages,
    flag_pages,
    act_pages,
    review_pages,
    public,
)

EXAMPLES = Path(__file__).with_name("examples.json")
"""Exchanges that really happened, for the API's description."""


class Service(Flask):
    """Flask without what it works out anew for every request and what is the same for all of ours.

    It asks twenty times whether a function is asynchronous, and where a well-known address leads.
    Neither TRUSTED_HOSTS nor SERVER_NAME is set below, and no rule names a host.
    """

    @cached_property
    def addresses(self) -> Addresses:
        """Where they lead."""
        return Addresses(self.url_map)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of ours is."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Where the address of ``request`` leads."""
        bound = None if request is None else self.addresses.bind(request)
        return super().create_url_adapter(request) if bound is None else bound


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """A new application; raises KeyDirectoryError or BadPolicy, and never gives half of one."""
    logs.configure(settings.log_level, request_ids.add_to_log)
    app = Service("registry", static_folder="static")
    app.request_class = uploads.InMemory
    app.config.update(openapi_settings())
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(
        settings.database_url, threads=settings.threads
    )
    app.config["SCHEMA_HEAD"] = schema.head()
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    _add_kernel(app, settings, clock or _clock(settings))
    answering.register(app, settings.policy_file)
    with app.app_context():
        leases.register(app, budgets=answering.current_answering().budgets)
    erasing.register(app, also=(forget_cases,))
    news.register(app, also=(_judge_anew,))
    api = Api(app, examples=json.loads(EXAMPLES.read_text(encoding="utf-8")))
    for blueprint in API:
        api.register_blueprint(blueprint)
    app.register_blueprint(policy_page)
    for pages in (*PORTAL, staff_pages.blp, staff_pages.own, *DESK):
        app.register_blueprint(pages)
    for part in ADMIN:
        app.register_blueprint(part.blp)
    ceiling.register(app, limit=settings.rate_limit, storage=settings.rate_limit_storage)
    edge.register(app)
    if settings.metrics_bind:
        metrics.register(app)
    return app


def _judge_anew(session: Session, world: World, identifier_ids: Collection[int]) -> None:
    """White ends with the reports that it rests on, and not in the night after."""
    now, current = context.now(), answering.current_answering()
    around = partial(current.around_world, session, world, now)
    enrolling.follow(session, identifier_ids, around=around, now=now)


def _clock(settings: Settings) -> Clock:
    if settings.demo_days_ago:
        return LateClock(timedelta(days=settings.demo_days_ago))
    return SystemClock()


def _session_secrets(keys: KeySource) -> Callable[[], list[bytes]]:
    """The keys of page sessions at any moment, oldest first."""

    def secrets() -> list[bytes]:
        ring = keys.current().keys["shared", "session"]
        return [ring[key_id] for key_id in sorted(ring)]

    return secrets


def _add_kernel(app: Flask, settings: Settings, clock: Clock) -> None:
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]  # as Flask says
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    keys = KeySource(settings.key_dir)
    group = default_group()
    holder = LocalKeyHolder(keys, group, demo=settings.demo)
    context.register(app, clock=clock, keys=keys)
    vault.register(app, vault.Vault(keys, holder, group))
    app.extensions["bonafide-settings"] = settings
    post.register(app, post.PostRoom(choosing.choose(settings)))
    request_ids.register(app)
    headers.register(app)
    address.register(app)
    failures.register(app, coded=(ProtocolError,))
    frame.register(app, secrets=_session_secrets(keys), public_url=settings.public_url)
    docs.register(app)
    secret = keys.current().newest("shared", "idem")[1]
    idempotency.register(app, secret=secret, caller=idempotency_caller, now=context.now)
