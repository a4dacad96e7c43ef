"""The registry's words as a shop owner says them: English, Russian."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bonafide.importer.columns import Column
from bonafide.protocol.words import Advice, Level, Outcome, Payment, ReportState

Said = tuple[str, str]

LEVELS: Mapping[Level, Said] = {
    Level.WHITE: ("white: pays for what they order", "белый: платит за то, что заказывает"),
    Level.GOOD: ("good: a good record", "хороший: добросовестный покупатель"),
    Level.UNKNOWN: ("unknown: neither good nor bad", "неизвестный: ни хорошо, ни плохо"),
    Level.WATCH: (
        "watch: failed orders in several shops",
        "внимание: срывы в нескольких магазинах",
    ),
}
ADVICE: Mapping[Advice, Said] = {
    Advice.SHIP: ("ship as usual", "отправляйте как обычно"),
    Advice.CONFIRM_CALL: ("confirm by phone first", "сначала позвоните покупателю"),
    Advice.PART_PREPAY: ("ask for a part in advance", "попросите часть вперёд"),
    Advice.PREPAY: ("ask for prepayment", "попросите предоплату"),
    Advice.REVIEW: ("look at it yourself", "посмотрите сами"),
    Advice.COMPENSATE: ("compensate now", "возместите сразу"),
}
OUTCOMES: Mapping[str, Said] = {
    Outcome.PAID: ("paid", "оплачено"),
    Outcome.REFUSED: ("refused at the door", "отказ при получении"),
    Outcome.NO_SHOW: ("nobody there", "никого не было"),
    Outcome.NOT_COLLECTED: ("not collected", "не забрано"),
    Outcome.RETURNED: ("returned", "возвращено"),
    Outcome.CANCELLED: ("cancelled", "отменено"),
    Outcome.CHARGED_BACK: ("charged back", "платёж отозван"),
    Outcome.ABUSIVE_CLAIM: ("abusive claim", "недобросовестная претензия"),
    Outcome.SETTLED: ("settled later", "улажено позже"),
}
PAYMENTS: Mapping[str, Said] = {
    Payment.COD: ("cash on delivery", "при получении"),
    Payment.PREPAID: ("prepaid", "предоплата"),
    Payment.ON_SITE: ("paid on site", "на месте"),
}
STATES: Mapping[str, Said] = {
    ReportState.PENDING: ("waits: does not count elsewhere yet", "ждёт: для других ещё не учтён"),
    ReportState.COUNTING: ("counts", "учитывается"),
    ReportState.DISPUTED: ("disputed by the customer", "оспорен покупателем"),
    ReportState.UPHELD: ("disputed, and stays", "оспорен и остался в силе"),
    ReportState.REMOVED: ("removed", "удалён"),
    ReportState.RETRACTED: ("taken back", "отозван"),
    ReportState.SETTLED: ("settled later", "улажено позже"),
    ReportState.EXPIRED: ("expired", "истёк"),
}
IGNORED: Mapping[str, Said] = {
    "expired": ("too long ago", "слишком давно"),
    "opted_out": ("this person takes no part", "этот человек не участвует"),
    "erased": ("this person's data were erased", "данные этого человека стёрты"),
}
COLUMNS: Mapping[Column, Said] = {
    Column.PHONE: ("phone", "телефон"),
    Column.EMAIL: ("e-mail", "почта"),
    Column.ORDER_REF: ("order number", "номер заказа"),
    Column.OUTCOME: ("status", "статус"),
    Column.OCCURRED_ON: ("date", "дата"),
    Column.AMOUNT: ("amount", "сумма"),
    Column.PAYMENT: ("payment", "оплата"),
    Column.FAULT: ("fault", "вина"),
    Column.EVIDENCE: ("evidence", "подтверждение"),
    Column.COURIER: ("courier", "служба доставки"),
    Column.SEGMENT: ("segment", "сегмент"),
    Column.TOLD_ON: ("told on", "клиент уведомлен"),
}
SEGMENT = "a label of your own: a region, a way of delivery"
PAYMENT = "how it is paid (default: cod, cash on delivery)"


def words(kind: type[StrEnum], said: str) -> dict[str, Any]:
    """An option that takes one of the registry's words: they are shown as a person types them."""
    return {"choices": [each.value for each in kind], "help": said}
