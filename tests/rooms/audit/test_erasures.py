"""An erasure leaves a proof for the person, and nothing in the log that could be opened."""

import pytest
from flask import Flask
from sqlalchemy import select

from bonafide.protocol.base64url import pack, unpack
from registry.audit import service as audit
from registry.audit.models import Commitment
from registry.kernel.db import transaction
from registry.ops import jobs, logbook
from registry.whitelist import service as whitelist
from tests.rooms.audit.conftest import Auditor
from tests.rooms.keeper import ANNA, BORIS, Keeper
from tests.rooms.whitelist import conftest as customers

anna = customers.anna


@pytest.mark.parametrize("reports", [0, 2])
def test_an_erasure_is_proven_and_opens_nothing(
    app: Flask,
    shop: Keeper,
    anna: customers.Person,
    auditor: Auditor,
    reports: int,
) -> None:
    kept = unpack(shop.put("B-1", BORIS).get_json()["commitment"], size=32)
    leaves = [
        unpack(shop.put(f"A-{number}", ANNA).get_json()["commitment"], size=32)
        for number in range(reports)
    ]
    jobs.run("log-sequence")
    erased = anna.does(whitelist.erase)
    [proof] = erased.proofs
    jobs.run("log-sequence")
    auditor.look()
    auditor.prove(pack(proof))
    with transaction() as session:
        assert audit.openings(session, [*leaves, kept]).keys() == {kept}
        gone = session.scalars(select(Commitment).where(Commitment.leaf.in_(leaves))).all()
        said = {each for row in gone for each in (row.kind, row.shop_id, row.subject, row.facts)}
        assert said <= {None}
    for leaf in leaves:
        auditor.prove(pack(leaf))
    assert logbook.examine().faults == []
