"""What both sides bring: who sees it, how it lies in the table, when it is gone."""

import secrets

import pytest
from sqlalchemy import text

from registry.disputes import answering, contesting, ruling
from registry.disputes.answering import Member
from registry.disputes.contestants import Contestant
from registry.disputes.errors import DisputeNotFoundError, FileRefusedError, FileTooLargeError
from registry.disputes.papers import NewFile
from registry.disputes.words import Side, Verdict
from registry.kernel.web import context
from tests.rooms.disputes import shopkeeper
from tests.rooms.disputes.conftest import Court
from tests.rooms.disputes.papers_of import EXIF, jpeg, pdf, png
from tests.rooms.keeper import ANNA, BORIS, Keeper

SECRET = "Я лежала в больнице"


def test_both_sides_and_the_admin_read_everything(
    court: Court, shop: Keeper, reported: str
) -> None:
    mine = NewFile(jpeg())
    dispute = court.contest(reported, text=SECRET, new_files=(mine,)).public_id
    shopkeeper.answer(
        shop, dispute, comment="Курьер звонил дважды.", files=[shopkeeper.file(pdf())]
    )
    for papers in (
        shop.send("GET", f"/v1/disputes/{dispute}").get_json()["papers"],
        [
            {"side": each.side, "text": each.text, "media": each.media}
            for each in court.seen(dispute).papers
        ],
    ):
        assert [(each["side"], each["text"] or each["media"]) for each in papers] == [
            ("customer", SECRET),
            ("customer", "image/jpeg"),
            ("shop", "Курьер звонил дважды."),
            ("shop", "application/pdf"),
        ]


def test_a_file_comes_back_without_its_metadata_and_to_be_saved_only(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported, new_files=(NewFile(jpeg()),)).public_id
    [paper] = shop.send("GET", f"/v1/disputes/{dispute}").get_json()["papers"]
    got = shop.send("GET", f"/v1/disputes/{dispute}/files/{paper['id']}")
    assert got.status_code == 200
    assert got.get_data().startswith(b"\xff\xd8")
    assert EXIF not in got.get_data()
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_the_table_holds_nothing_readable(court: Court, shop: Keeper, reported: str) -> None:
    court.contest(reported, text=SECRET, new_files=(NewFile(png()),))
    with court.act() as session:
        rows = session.execute(text("SELECT * FROM dispute_paper")).all()
        keys = session.execute(text("SELECT sealed_key FROM dispute")).all()
    dump = repr([tuple(row) for row in rows]).encode() + b"".join(bytes(row[-1]) for row in rows)
    assert len(rows) == 2
    assert SECRET.encode() not in dump
    assert png()[:24] not in dump
    assert len(bytes(keys[0][0])) == 80


def test_key_and_bytes_go_with_the_case(court: Court, shop: Keeper, reported: str) -> None:
    dispute = court.contest(reported, text=SECRET).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.UPHELD)
    assert len(court.seen(dispute).papers) == 2
    court.pass_days(15)
    assert court.seen(dispute).papers == []
    with court.act() as session:
        assert session.execute(text("SELECT count(*) FROM dispute_paper")).scalar_one() == 0
        [key] = session.execute(text("SELECT sealed_key FROM dispute")).scalars()
    assert key is None


def test_another_shops_dispute_looks_like_a_missing_one(
    court: Court, shop: Keeper, rival: Keeper, reported: str
) -> None:
    dispute = court.contest(reported, new_files=(NewFile(png()),)).public_id
    [paper] = shop.send("GET", f"/v1/disputes/{dispute}").get_json()["papers"]
    missing = "dsp_" + "a" * 26
    assert rival.send("GET", "/v1/disputes").get_json()["data"] == []
    for path in ("", f"/files/{paper['id']}"):
        other = rival.send("GET", f"/v1/disputes/{dispute}{path}")
        none = rival.send("GET", f"/v1/disputes/{missing}{path}")
        assert (other.status_code, none.status_code) == (404, 404)
        assert _without_id(other.get_json()) == _without_id(none.get_json())
    for act in (shopkeeper.answer, shopkeeper.appeal):
        other, none = act(rival, dispute), act(rival, missing)
        assert (other.status_code, none.status_code) == (404, 404)
        assert _without_id(other.get_json()) == _without_id(none.get_json())
    assert shopkeeper.request(rival, reported, b"x").status_code == 404
    assert court.seen(dispute).case.stance is None


def _without_id(body: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in body.items() if name != "request_id"}


def test_a_file_of_another_case_is_missing_in_this_one(court: Court, shop: Keeper) -> None:
    first, second = (
        court.contest(
            shop.failed(f"B-{who}", who).get_json()["id"], new_files=(NewFile(png()),)
        ).public_id
        for who in (ANNA, BORIS)
    )
    [paper] = shop.send("GET", f"/v1/disputes/{first}").get_json()["papers"]
    assert shop.send("GET", f"/v1/disputes/{second}/files/{paper['id']}").status_code == 404


def test_a_key_that_may_only_look_up_sees_no_dispute(
    court: Court, shop: Keeper, reported: str
) -> None:
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    issued = shop.send("POST", "/v1/shop/keys", {"scopes": ["lookup"]}, headers=headers)
    reader = Keeper(shop.call, shop.shop_id, issued.get_json()["key"])
    dispute = court.contest(reported).public_id
    assert reader.send("GET", "/v1/disputes").status_code == 403
    assert reader.send("GET", f"/v1/disputes/{dispute}").status_code == 403
    assert shopkeeper.answer(reader, dispute).status_code == 403


def test_one_customer_never_reads_another_ones_words(court: Court, shop: Keeper) -> None:
    named = shop.failed("A-4", shop.elements(ANNA, BORIS)).get_json()["id"]
    one, two = (Contestant(frozenset({i})) for i in court.report(named).identifier_ids)
    mine = court.contest(named, one, text=SECRET, new_files=(NewFile(png()),))
    court.contest(named, two, text="Это не я.")
    file = next(each for each in mine.papers if each.text is None)
    with court.act() as session:
        listed = contesting.list_mine(session, contestant=two, now=court.clock.now())
        assert [each.public_id for each in listed] != [mine.public_id]
        assert len(listed) == 1
        for ask in ("get_mine", "get_my_file"):
            named_file = (
                {"paper_id": file.paper_id} if ask == "get_my_file" else {"now": court.clock.now()}
            )
            with pytest.raises(DisputeNotFoundError):
                getattr(contesting, ask)(
                    session,
                    context.keyring(),
                    contestant=two,
                    public_id=mine.public_id,
                    **named_file,
                )


def test_a_shops_papers_stay_closed_to_who_may_not_have_made_the_order(
    court: Court, shop: Keeper, reported: str
) -> None:
    """The number may have had another holder: what the shop shows may be about that one."""
    dispute = court.contest(reported, text=SECRET).public_id
    shopkeeper.answer(shop, dispute, comment="Адрес: …")
    with court.act() as session:
        for knows, sides in ((False, {Side.CUSTOMER}), (True, {Side.CUSTOMER, Side.SHOP})):
            seen = contesting.get_mine(
                session,
                context.keyring(),
                contestant=court.anna(reported, knows=knows),
                public_id=dispute,
                now=court.clock.now(),
            )
            assert {each.side for each in seen.papers} == sides


def test_a_file_that_is_none_leaves_no_case_behind(court: Court, reported: str) -> None:
    with pytest.raises(FileRefusedError):
        court.contest(reported, new_files=(NewFile(b"MZ\x90\x00"),))
    with court.act() as session:
        mine = contesting.list_mine(session, contestant=court.anna(reported), now=court.clock.now())
    assert mine == []
    assert court.report(reported).state == "pending"


def test_one_side_brings_a_handful_of_files(court: Court, reported: str) -> None:
    dispute = court.contest(reported, new_files=(NewFile(png()),) * 6).public_id
    with pytest.raises(FileTooLargeError), court.act() as session:
        contesting.add(
            session,
            context.keyring(),
            contestant=court.anna(reported),
            public_id=dispute,
            new_files=[NewFile(png())],
            now=court.clock.now(),
        )


def test_an_answer_is_taken_once_and_repeated_byte_for_byte(
    court: Court, shop: Keeper, reported: str
) -> None:
    dispute = court.contest(reported).public_id
    first = shopkeeper.answer(shop, dispute, key="k-1")
    again = shopkeeper.answer(shop, dispute, key="k-1")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.get_data() == first.get_data()
    assert shopkeeper.answer(shop, dispute, key="k-2").get_json()["code"] == "dispute_phase"
    assert len(court.seen(dispute).papers) == 1


def test_a_test_key_sees_no_live_dispute(court: Court, shop: Keeper, reported: str) -> None:
    dispute = court.contest(reported).public_id
    test = Member(shop.shop_id, type(court.report(reported).world)("test"))
    with court.act() as session, pytest.raises(DisputeNotFoundError):
        answering.get_case(
            session,
            context.keyring(),
            shop=test,
            public_id=dispute,
            today=court.clock.now().date(),
        )


def test_an_admins_note_reaches_both_sides(court: Court, shop: Keeper, reported: str) -> None:
    dispute = court.contest(reported).public_id
    shopkeeper.answer(shop, dispute)
    court.rule(dispute, Verdict.REMOVED, note="Трек не про этот заказ.")
    papers = shop.send("GET", f"/v1/disputes/{dispute}").get_json()["papers"]
    assert papers[-1]["text"] == "Трек не про этот заказ."
    with court.act() as session, pytest.raises(DisputeNotFoundError):
        ruling.get_file(session, context.keyring(), public_id=dispute, paper_id=1)
