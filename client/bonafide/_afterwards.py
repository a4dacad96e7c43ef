"""What both clients offer besides asking and reporting: passes, disputes, changes, the log."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bonafide import _changes, _disputes, _log, _passes
from bonafide._changes import AsyncChanges, Changes
from bonafide._desk import Desk
from bonafide._sync import SyncDriver
from bonafide.cases import Dispute, OfflinePass, PassAnswer
from bonafide.protocol.notes import Checkpoint
from bonafide.protocol.words import Evidence, Stance
from bonafide.questions import Contacts

if TYPE_CHECKING:
    from bonafide._async import AsyncDriver


class Afterwards:
    """Of ``Registry``."""

    _desk: Desk
    _driver: SyncDriver

    def verify_pass(
        self, code: str, *, order_ref: str, phone: Contacts = None, email: Contacts = None
    ) -> PassAnswer:
        """Spend a white pass, its 8 characters or what its QR says, on an order.

        With a phone or e-mail the pass is bound to that person. Where the registry is not heard in
        time the answer is ``degraded`` and there is no discount. The same pass for the same order
        may be shown again.
        """
        return self._driver.run(_passes.verify_pass(self._desk, code, order_ref, phone, email))

    def verify_pass_offline(self, jws: str) -> OfflinePass:
        """Whether the registry signed what the QR of a pass says: "probably", never a discount.

        Its keys are fetched once and kept in ``ref_cache``; afterwards no network is needed.
        """
        return self._driver.run(_passes.verify_offline(self._desk, jws))

    def disputes(self) -> list[Dispute]:
        """Disputes of your reports, as the registry lists them."""
        return self._driver.run(_disputes.disputes(self._desk))

    def dispute(self, dispute_id: str) -> Dispute:
        """One dispute. Raises NotFound."""
        return self._driver.run(_disputes.dispute(self._desk, dispute_id))

    def answer_dispute(
        self,
        dispute_id: str,
        *,
        stance: Stance | str,
        evidence: Evidence | str | None = None,
        files: Sequence[bytes] = (),
        contact_files: Sequence[bytes] = (),
        comment: str | None = None,
    ) -> Dispute:
        """Stand by your report (``uphold``) or give it up (``concede``).

        ``evidence`` is the kind of ``files``: the bytes of a JPEG, PNG, PDF or plain text, at least
        one when you stand by it. ``contact_files`` show that you reached this very person, which a
        dispute "not my order" needs. ``comment`` is read by the customer and the admin.
        """
        return self._driver.run(
            _disputes.answer(
                self._desk,
                dispute_id,
                stance=stance,
                evidence=evidence,
                files=files,
                contact_files=contact_files,
                comment=comment,
            )
        )

    def check_log(self) -> Checkpoint | None:
        """The newest checkpoint of the registry's log, if it continues the last one seen here.

        Raises LogRewritten otherwise. The last one is kept in ``ref_cache``; None while the
        registry has no log yet. ``bonafide doctor`` and an ``Outbox`` call it.
        """
        return self._driver.run(_log.LogWatch(self._desk).check())

    def is_logged(self, commitment: str, checkpoint: Checkpoint) -> bool:
        """Whether the log up to ``checkpoint`` holds the report with that ``commitment``."""
        return self._driver.run(_log.LogWatch(self._desk).covers(commitment, checkpoint))

    def changes(self, cursor: str | None = None) -> Changes:
        """What changed since you last asked, or since ``cursor``: iterate over it."""
        place = _changes.Place(self._desk, cursor)
        return Changes(place, lambda at: self._driver.run(_changes.changes_page(self._desk, at)))


class AsyncAfterwards:
    """Of ``AsyncRegistry``."""

    _desk: Desk
    _driver: "AsyncDriver"

    async def verify_pass(
        self, code: str, *, order_ref: str, phone: Contacts = None, email: Contacts = None
    ) -> PassAnswer:
        """Spend a white pass, its 8 characters or what its QR says, on an order.

        With a phone or e-mail the pass is bound to that person. Where the registry is not heard in
        time the answer is ``degraded`` and there is no discount. The same pass for the same order
        may be shown again.
        """
        return await self._driver.run(
            _passes.verify_pass(self._desk, code, order_ref, phone, email)
        )

    async def verify_pass_offline(self, jws: str) -> OfflinePass:
        """Whether the registry signed what the QR of a pass says: "probably", never a discount.

        Its keys are fetched once and kept in ``ref_cache``; afterwards no network is needed.
        """
        return await self._driver.run(_passes.verify_offline(self._desk, jws))

    async def disputes(self) -> list[Dispute]:
        """Disputes of your reports, as the registry lists them."""
        return await self._driver.run(_disputes.disputes(self._desk))

    async def dispute(self, dispute_id: str) -> Dispute:
        """One dispute. Raises NotFound."""
        return await self._driver.run(_disputes.dispute(self._desk, dispute_id))

    async def answer_dispute(
        self,
        dispute_id: str,
        *,
        stance: Stance | str,
        evidence: Evidence | str | None = None,
        files: Sequence[bytes] = (),
        contact_files: Sequence[bytes] = (),
        comment: str | None = None,
    ) -> Dispute:
        """Stand by your report (``uphold``) or give it up (``concede``).

        ``evidence`` is the kind of ``files``: the bytes of a JPEG, PNG, PDF or plain text, at least
        one when you stand by it. ``contact_files`` show that you reached this very person, which a
        dispute "not my order" needs. ``comment`` is read by the customer and the admin.
        """
        return await self._driver.run(
            _disputes.answer(
                self._desk,
                dispute_id,
                stance=stance,
                evidence=evidence,
                files=files,
                contact_files=contact_files,
                comment=comment,
            )
        )

    async def check_log(self) -> Checkpoint | None:
        """The newest checkpoint of the registry's log, if it continues the last one seen here.

        Raises LogRewritten otherwise. The last one is kept in ``ref_cache``; None while the
        registry has no log yet. ``bonafide doctor`` and an ``Outbox`` call it.
        """
        return await self._driver.run(_log.LogWatch(self._desk).check())

    async def is_logged(self, commitment: str, checkpoint: Checkpoint) -> bool:
        """Whether the log up to ``checkpoint`` holds the report with that ``commitment``."""
        return await self._driver.run(_log.LogWatch(self._desk).covers(commitment, checkpoint))

    def changes(self, cursor: str | None = None) -> AsyncChanges:
        """What changed since you last asked, or since ``cursor``: iterate with ``async for``."""
        place = _changes.Place(self._desk, cursor)
        return AsyncChanges(
            place, lambda at: self._driver.run(_changes.changes_page(self._desk, at))
        )
