"""The admin's desk over HTTP."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from bonafide.protocol.words import World
from registry.kernel.clock import FixedClock
from registry.kernel.db import db, transaction
from registry.ops import jobs
from registry.settings import Settings
from registry.shops import service as shops
from registry.shops.rules import Standing, public_shop_id
from registry.shops.service import Member
from registry.staff.roles import Role
from registry.trust import watching
from registry.whitelist import reviews
from tests.rooms.admin.conftest import seated
from tests.rooms.conftest import Actor
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.visitor import Visitor

LINK = re.compile(r"http://127\.0\.0\.1:8080(/staff/invitation/[^<]+)")
WHY = "asked for it"


def page(browser: Visitor, path: str) -> str:
    answer = browser.open(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def there(actor: Actor) -> str:
    return f"/admin/shops/{public_shop_id(actor.shop_id)}"


def member(actor: Actor) -> Member:
    with transaction() as session:
        found = shops.get_shop(session, actor.shop_id)
    db.session.remove()
    return found


def test_who_is_not_signed_in_is_led_to_the_door(app: Flask) -> None:
    answer = Visitor(app).open("/admin/shops")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/sign-in?next=%2Fadmin%2Fshops"


def test_a_quiet_morning_is_said_to_be_one(ada: Visitor) -> None:
    assert "Nothing waits." in page(ada, "/admin")


def test_a_morning_shows_what_waits(ada: Visitor, north: Actor) -> None:
    ada.send(there(north), f"{there(north)}/standing/probation", reason=WHY)
    assert "Shops on probation: <strong>1</strong>" in page(ada, "/admin")


def test_an_admitted_shop_has_no_key_and_its_owner_comes_in_by_the_link(
    app: Flask, ada: Visitor
) -> None:
    shown = ada.send("/admin/shops/new", name="Чайная лавка").get_data(as_text=True)
    found = LINK.search(shown)
    assert found is not None
    assert "Чайная лавка" in page(ada, "/admin/shops?q=чайная")
    assert "Чайная лавка" in page(Visitor(app), found[1])
    assert "admitted" in page(ada, "/admin/journal")


def test_a_shop_needs_a_name_of_one_line(ada: Visitor) -> None:
    answer = ada.send("/admin/shops/new", name="\x07")
    assert answer.status_code == 422
    assert "at most 80 characters" in answer.get_data(as_text=True)


def test_shops_are_found_by_standing_name_and_id(ada: Visitor, north: Actor, south: Actor) -> None:
    assert "Южный двор" not in page(ada, "/admin/shops?q=северная")
    assert "Южный двор" in page(ada, f"/admin/shops?q={public_shop_id(south.shop_id)}")
    assert "Nothing fits." in page(ada, "/admin/shops?standing=left")


def test_what_is_no_shop_is_a_page_that_does_not_exist(ada: Visitor) -> None:
    assert ada.open("/admin/shops/shp_aaaaaaaaaaaaa").status_code == 404
    assert ada.open("/admin/shops/nonsense").status_code == 404


def test_a_suspension_works_at_once_and_needs_a_reason(
    ada: Visitor, north: Actor, shop: Keeper
) -> None:
    silent = ada.send(there(north), f"{there(north)}/standing/suspended", reason=" ")
    assert silent.status_code == 422
    assert member(north).standing is Standing.ACTIVE
    ada.send(there(north), f"{there(north)}/standing/suspended", reason=WHY)
    assert member(north).standing is Standing.SUSPENDED
    assert shop.send("GET", "/v1/shop/budgets").status_code == 403
    assert WHY in page(ada, "/admin/journal")


def test_two_admins_lift_a_suspension_and_one_cannot(
    ada: Visitor, boris: Visitor, north: Actor
) -> None:
    ada.send(there(north), f"{there(north)}/standing/suspended", reason=WHY)
    ada.send(there(north), f"{there(north)}/standing/active", reason=WHY)
    assert member(north).standing is Standing.SUSPENDED
    ada.send(there(north), f"{there(north)}/propose/unsuspend", reason=WHY)
    form = re.search(r'action="(/admin/acts/\d+/confirm)"', page(boris, "/admin/acts"))
    assert form is not None
    assert "/confirm" not in page(ada, "/admin/acts")
    ada.send("/staff/account", form[1])
    assert "another admin has to confirm" in page(ada, "/admin/acts")
    assert member(north).standing is Standing.SUSPENDED
    boris.send("/admin/acts", form[1])
    assert member(north).standing is Standing.ACTIVE
    assert "Nothing waits for a second admin." in page(ada, "/admin/acts")
    boris.send("/staff/account", form[1])
    assert "This act was decided" in page(boris, "/admin/acts")


def test_a_proposal_is_taken_off_the_list(ada: Visitor, boris: Visitor, north: Actor) -> None:
    ada.send(there(north), f"{there(north)}/propose/export", reason=WHY)
    assert "Export the reports" in page(boris, "/admin/acts")
    form = re.search(r'action="(/admin/acts/\d+/dismiss)"', page(boris, "/admin/acts"))
    assert form is not None
    boris.send("/admin/acts", form[1])
    assert "Nothing waits" in page(boris, "/admin/acts")


def test_an_export_is_fetched_once_two_agreed(
    ada: Visitor, boris: Visitor, north: Actor, shop: Keeper
) -> None:
    shop.put("a-parcel-for-anna", ANNA)
    ada.send(there(north), f"{there(north)}/propose/export", reason=WHY)
    form = re.search(r'action="(/admin/acts/\d+)/confirm"', page(boris, "/admin/acts"))
    assert form is not None
    assert ada.send("/staff/account", f"{form[1]}/export").status_code == 404
    boris.send("/admin/acts", f"{form[1]}/confirm")
    table = ada.send("/admin/acts", f"{form[1]}/export")
    cells = table.get_data(as_text=True)
    assert table.mimetype == "text/csv"
    assert cells.count('"paid","unknown"') == cells.count("rep_") == 1
    assert "a-parcel" not in cells


def test_a_muted_shop_asks_on_and_counts_for_nobody_else(
    app: Flask, north: Actor, shop: Keeper, rival: Keeper, clock: FixedClock
) -> None:
    for number in range(3):
        shop.put(f"A-{number}", ANNA)
    clock.advance(timedelta(days=2))
    before = rival.ask(ANNA)[0]
    ada = seated(app, clock, "ada", Role.ADMIN)
    ada.send(there(north), f"{there(north)}/muted/on", reason=WHY)
    clock.advance(timedelta(seconds=5))
    after = rival.ask(ANNA)[0]
    assert before["level"] == "good"
    assert after["level"] == "unknown"
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 3
    assert "muted" in page(ada, "/admin/shops")
    ada.send(there(north), f"{there(north)}/muted/off", reason=WHY)
    assert member(north).muted_on is None


def test_keys_are_revoked_and_the_direct_tier_and_an_import_are_granted(
    ada: Visitor, north: Actor
) -> None:
    ada.send(there(north), f"{there(north)}/keys/{north.key_id}/revoke")
    ada.send(there(north), f"{there(north)}/keys/none/revoke")
    ada.send(there(north), f"{there(north)}/direct/on")
    assert ada.send(there(north), f"{there(north)}/import", people="0", days="9").status_code == 422
    ada.send(there(north), f"{there(north)}/import", people="500", days="9")
    shown = page(ada, there(north))
    assert "may still bring in 500" in shown
    assert "Revoke " not in shown
    assert member(north).direct_tier


def test_a_shop_that_leaves_leaves_for_good(ada: Visitor, north: Actor, shop: Keeper) -> None:
    first, _, behind = page(ada, there(north)).partition("<summary>It leaves</summary>")
    assert "/standing/left" not in first, "one press says what will happen"
    assert behind.index("You cannot take this back") < behind.index("/standing/left")
    ada.send(there(north), f"{there(north)}/standing/left", reason=WHY)
    assert shop.send("GET", "/v1/shop/budgets").status_code == 401
    ada.send(there(north), f"{there(north)}/standing/active", reason=WHY)
    assert member(north).standing is Standing.LEFT


def test_planted_numbers_catch_who_tries_numbers(ada: Visitor, rival: Keeper, south: Actor) -> None:
    planted = ada.send("/admin/flags", "/admin/flags/plant", phone="+7 916 123-45-67")
    assert planted.status_code == 303
    rival.ask(ANNA)
    shown = page(ada, "/admin/flags")
    assert "Asked about planted numbers" in shown
    assert "Южный двор" in shown
    assert "9161234567" not in page(ada, "/admin/journal")
    assert ada.send("/admin/flags", "/admin/flags/plant", phone="12").status_code == 422


def test_the_rest_of_the_flags_is_read_from_the_rooms(ada: Visitor, rival: Keeper) -> None:
    for number in range(10):
        rival.failed(f"B-{number}", ANNA)
    assert "Reports failures only" in page(ada, "/admin/flags")


def test_an_auditor_reads_everything_and_changes_nothing(
    audrey: Visitor, ada: Visitor, north: Actor
) -> None:
    for path in ("/admin", "/admin/shops", there(north), "/admin/flags", "/admin/acts"):
        assert '<form method="post"' not in page(audrey, path), path
    page(audrey, "/admin/journal")
    page(audrey, "/admin/people")
    answer = audrey.send("/staff/account", f"{there(north)}/standing/suspended", reason=WHY)
    assert answer.status_code == 403
    assert audrey.open("/admin/shops/new").status_code == 403
    assert member(north).standing is Standing.ACTIVE


def test_an_owner_of_a_shop_is_nobody_here(
    app: Flask, clock: FixedClock, ada: Visitor, north: Actor
) -> None:
    shown = ada.send(there(north), f"{there(north)}/invite").get_data(as_text=True)
    found = LINK.search(shown)
    assert found is not None
    owner = Visitor(app)
    owner.send(found[1], login="olga", password="a long enough sentence")
    assert owner.open("/admin/shops").status_code == 403


def test_admins_invite_and_close_each_other_but_not_themselves(
    ada: Visitor, boris: Visitor
) -> None:
    assert LINK.search(ada.send("/admin/people", "/admin/people/invite/auditor").get_data(True))
    assert "registry admin add" not in page(ada, "/admin/people")
    forms = re.findall(r'action="(/admin/people/\d+/close)"', page(ada, "/admin/people"))
    [other] = forms
    ada.send("/admin/people", other)
    assert boris.open("/admin").status_code == 303
    [own] = {"/admin/people/1/close"}
    assert ada.send("/admin/people", own).status_code in (303, 404)
    assert ada.open("/admin").status_code == 200
    assert "registry admin add" in page(ada, "/admin/people")
    assert "/people/invite/admin" not in page(ada, "/admin/people")


def test_an_admin_is_invited_by_two_and_neither_holds_all_that_makes_the_account(
    app: Flask, ada: Visitor, boris: Visitor
) -> None:
    shown = ada.send("/admin/people", "/admin/people/invite/admin").get_data(as_text=True)
    word = re.search(r"<code>([a-z2-9]{10})</code>", shown)
    assert word is not None
    assert LINK.search(shown) is None
    ada.send("/staff/account", f"{proposed(boris)}/confirm")
    assert "another admin has to confirm" in page(ada, "/admin/acts")
    agreed = boris.send("/staff/account", f"{proposed(boris)}/confirm").get_data(as_text=True)
    link = LINK.search(agreed)
    assert link is not None
    assert word[1] not in agreed
    carl, who = Visitor(app), {"login": "carl", "password": "a long enough sentence"}
    assert "The word that goes with the link" in page(carl, link[1])
    for said in ({}, {"word": "aaaaaaaaaa"}):
        refused = carl.send(link[1], **who, **said)
        assert refused.status_code == 422
        assert "not the word of this link" in refused.get_data(as_text=True)
    assert carl.send(link[1], **who, word=f" {word[1].upper()}").status_code == 303
    assert "carl" in page(ada, "/admin/people")
    assert "invite admin" in page(ada, "/admin/journal")


@pytest.mark.parametrize("path", ["/admin", "/admin/shops", "/admin/flags", "/admin/people"])
def test_pages_speak_russian(ada: Visitor, path: str) -> None:
    said = ada.open(path, headers={"Accept-Language": "ru"}).get_data(as_text=True)
    assert 'lang="ru"' in said
    assert "Журнал" in said


def test_everybody_may_read_the_figures_of_a_quarter(app: Flask, shop: Keeper) -> None:
    anybody = Visitor(app)
    assert "No report has been filed yet." in page(anybody, "/figures")
    shop.put("A-1", ANNA)
    shop.failed("A-2", ANNA)
    shown = page(anybody, "/figures")
    cells = re.findall(r"<t[dh]\b[^>]*><div>(.*?)</div>", shown)
    assert cells[:4] == ["2026-Q4", "2", "1", "0"]


def test_a_shop_has_a_card_until_it_leaves(
    app: Flask, ada: Visitor, north: Actor, shop: Keeper
) -> None:
    anybody, card = Visitor(app), there(north).removeprefix("/admin")
    assert "nothing to say yet" in page(anybody, card)
    shop.failed("A-1", ANNA, fault="shop")
    shop.failed("A-2", ANNA)
    assert "50%" in page(anybody, card)
    ada.send(there(north), f"{there(north)}/standing/left", reason=WHY)
    assert anybody.open(card).status_code == 404
    assert anybody.open("/shops/shp_nonsense").status_code == 404


def proposed(browser: Visitor) -> str:
    """Where the only act that waits is confirmed."""
    [found] = re.findall(r'action="(/admin/acts/\d+)/confirm"', page(browser, "/admin/acts"))
    return str(found)


def test_two_admins_remove_a_report_and_let_it_come_back(
    ada: Visitor, boris: Visitor, shop: Keeper
) -> None:
    report = shop.failed("A-1", ANNA).get_json()["id"]
    for edit, state in (("remove", "removed"), ("reopen", "upheld")):
        sent = ada.send("/admin/acts", "/admin/acts/report", what=edit, report=report, reason=WHY)
        assert sent.status_code == 303
        boris.send("/admin/acts", f"{proposed(boris)}/confirm")
        assert shop.send("GET", f"/v1/reports/{report}").get_json()["state"] == state
    again = {"what": "reopen", "report": report, "reason": WHY}
    assert ada.send("/admin/acts", "/admin/acts/report", **again).status_code == 422
    nothing = {"what": "erase", "report": "rep_nonsense", "reason": WHY}
    assert ada.send("/admin/acts", "/admin/acts/report", **nothing).status_code == 422


def test_two_admins_erase_whom_a_report_is_about(
    ada: Visitor, boris: Visitor, shop: Keeper
) -> None:
    report = shop.put("A-1", ANNA).get_json()["id"]
    ref = shop.ref(ANNA)["ref"]
    fields = {"what": "erase", "report": report, "reason": WHY}
    ada.send("/admin/acts", "/admin/acts/report", **fields)
    assert shop.ask([{"ref": ref}])[0]["own_history"]["paid"] == 1
    boris.send("/admin/acts", f"{proposed(boris)}/confirm")
    assert shop.ask(ANNA)[0]["own_history"]["paid"] == 0


def test_a_key_that_two_agreed_on_is_rotated_by_the_job_once(
    ada: Visitor, boris: Visitor, settings: Settings
) -> None:
    key = {"key": "rotate-live-ref", "why": WHY}
    assert ada.send("/admin/acts", "/admin/acts/key", **(key | {"key": "x"})).status_code == 422
    ada.send("/admin/acts", "/admin/acts/key", **key)
    assert jobs.run("rotate-keys") == {"done": 0}
    boris.send("/admin/acts", f"{proposed(boris)}/confirm")
    assert [jobs.run("rotate-keys"), jobs.run("rotate-keys")] == [{"done": 1}, {"done": 0}]
    assert (settings.key_dir / "live-ref-2.key").exists()


def test_who_asks_about_two_planted_numbers_is_suspended_and_stays_free_once_two_lifted_it(
    ada: Visitor, boris: Visitor, rival: Keeper, south: Actor
) -> None:
    for phone in (ANNA, BORIS):
        ada.send("/admin/flags", "/admin/flags/plant", phone=phone)
    rival.ask(ANNA)
    assert jobs.run("watch-shops") == {"suspended": 0}
    rival.ask(BORIS)
    assert jobs.run("watch-shops") == {"suspended": 1}
    assert member(south).standing is Standing.SUSPENDED
    assert "suspended by itself" in page(ada, "/admin/journal")
    ada.send(there(south), f"{there(south)}/propose/unsuspend", reason=WHY)
    boris.send("/admin/acts", f"{proposed(boris)}/confirm")
    assert jobs.run("watch-shops") == {"suspended": 0}
    assert member(south).standing is Standing.ACTIVE


def test_who_reports_a_planted_number_is_not_heard_after_the_night_until_it_takes_that_back(
    ada: Visitor, shop: Keeper, rival: Keeper, south: Actor
) -> None:
    ada.send("/admin/flags", "/admin/flags/plant", phone=ANNA)
    rival.failed("B-1", BORIS)
    filed = rival.failed("B-2", ANNA).get_json()
    shop.put("A-1", BORIS)
    assert heard(south) is True
    jobs.run("trust-refit")
    assert heard(south) is False
    shown = page(ada, "/admin/flags")
    assert "Asked about planted numbers" in shown
    assert "or reported them" in shown
    assert "Южный двор" in shown
    assert "Северная лавка" not in shown
    gone = rival.send("DELETE", f"/v1/reports/{filed['id']}", {"revision": 2})
    assert gone.status_code == 200
    jobs.run("trust-refit")
    assert heard(south) is True
    assert "<h3>Asked about planted numbers" not in page(ada, "/admin/flags")


def heard(actor: Actor) -> bool:
    """Whether what the shop says of failures is believed at all, after the last night."""
    with transaction() as session:
        believed = watching.doubts(session, world=World.LIVE).believed.get(actor.shop_id, 1.0)
    db.session.remove()
    return believed > 0.0


def test_a_second_washing_is_decided_by_an_admin(
    ada: Visitor, app: Flask, session: Session, shop: Keeper, clock: FixedClock
) -> None:
    shop.put("A-1", ANNA)
    [row] = session.execute(text("SELECT identifier_id FROM history")).all()
    reviews.ask_about(session, row.identifier_id, reviews.DOUBT, today=clock.now().date())
    session.commit()
    shown = page(ada, "/admin/reviews")
    assert "A white customer whom one shop reported" in shown
    assert "paid" in shown
    [form] = re.findall(r'action="(/admin/reviews/\d+/grant)"', shown)
    ada.send("/admin/reviews", form)
    assert "Nothing to decide." in page(ada, "/admin/reviews")
    assert "decided a review" in page(ada, "/admin/journal")
    ada.send("/staff/account", form)
    assert "This act was decided" in page(ada, "/admin/reviews")


def test_an_admin_says_that_a_contact_is_shared_and_sees_how_many_are(
    ada: Visitor, shop: Keeper
) -> None:
    def marked(word: str, phone: str) -> int:
        return ada.send("/admin/reviews", f"/admin/reviews/shared/{word}", phone=phone).status_code

    assert marked("yes", "12") == 422
    assert marked("yes", "+7 916 123-45-67") == 303
    assert "0 by customers, 1 by admins, 0 by" in page(ada, "/admin/reviews")
    [heard] = shop.ask(ANNA)
    assert "shared_identifier" in {each["code"] for each in heard["reasons"]}
    assert marked("no", ANNA) == 303
    assert "0 by customers, 0 by admins, 0 by" in page(ada, "/admin/reviews")
    journal = page(ada, "/admin/journal")
    assert "marked a contact as shared" in journal
    assert not re.search(r"916.?123.?45.?67", journal)


def test_the_log_is_shown_once_it_has_begun(ada: Visitor, shop: Keeper) -> None:
    assert "The log has not begun" in page(ada, "/admin/log")
