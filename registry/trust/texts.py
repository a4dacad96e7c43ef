"""What the codes of an answer mean, in plain words: code → (English, Russian).

Written for a shop owner; the customer reads the same sentences. Names in braces are filled in.
"""

from collections.abc import Mapping

REASONS: dict[str, tuple[str, str]] = {
    "budget_own_only": (
        "You brought this person in by import and today's budget is used up: only your own "
        "history is answered.",
        "Этот человек внесён импортом, а дневной лимит исчерпан: ответ только по вашей истории.",
    ),
    "opted_out": (
        "This person does not take part. That says nothing about them.",
        "Этот человек не участвует в реестре. Это ничего о нём не говорит.",
    ),
    "identifiers_disagree": (
        "The phone and the e-mail tell different stories. A call will clear it up.",
        "Телефон и почта рассказывают разное. Звонок всё прояснит.",
    ),
    "watch_confirmed": (
        "Several shops independently had orders that failed by this person's doing.",
        "Несколько магазинов независимо друг от друга сообщили о срыве заказов по вине покупателя.",
    ),
    "unpaid_here": (
        "An order failed in your shop by this person's doing.",
        "Заказ в вашем магазине сорвался по вине этого покупателя.",
    ),
    "unpaid_elsewhere": (
        "An order failed in another shop by this person's doing.",
        "Заказ в другом магазине сорвался по вине этого покупателя.",
    ),
    "history_raises": (
        "What other shops reported raises the risk.",
        "Сведения других магазинов повышают риск.",
    ),
    "one_shop_only": (
        "Only one shop says so; it counts half until a second one confirms it.",
        "Так сообщает только один магазин; это считается вполовину, пока не подтвердит второй.",
    ),
    "paid_here": (
        "This person paid for orders in your shop.",
        "Этот покупатель оплачивал заказы в вашем магазине.",
    ),
    "paid_elsewhere": (
        "This person paid for orders in other shops.",
        "Этот покупатель оплачивал заказы в других магазинах.",
    ),
    "history_lowers": (
        "What other shops reported lowers the risk.",
        "Сведения других магазинов снижают риск.",
    ),
    "redeemed": (
        "Later paid orders made good for an earlier failure.",
        "Более поздние оплаченные заказы загладили прежний срыв.",
    ),
    "white": (
        "On the white list: the person joined it and has a record of paid orders.",
        "В белом списке: человек сам в него вступил, и его заказы оплачены.",
    ),
    "shared_identifier": (
        "Several people use this phone or e-mail, so it says little about one of them.",
        "Этим телефоном или почтой пользуются несколько людей, о каждом из них это говорит мало.",
    ),
    "context_raises": (
        "Orders like this one (your shop, this way of paying) fail more often than usual.",
        "Такие заказы (ваш магазин, этот способ оплаты) срываются чаще обычного.",
    ),
    "context_lowers": (
        "Orders like this one (your shop, this way of paying) fail less often than usual.",
        "Такие заказы (ваш магазин, этот способ оплаты) срываются реже обычного.",
    ),
    "no_history": (
        "Nothing is known about this person. That is neither good nor bad.",
        "Об этом человеке ничего не известно. Это ни хорошо, ни плохо.",
    ),
}

BECAUSE: dict[str, tuple[str, str]] = {
    "risk_usual": (
        "The risk is about usual or lower.",
        "Риск обычный или ниже обычного.",
    ),
    "risk_times_usual": (
        "The expected loss is at least {times} times the usual: about {loss} {currency}.",
        "Ожидаемая потеря выше обычной не менее чем в {times} раза: около {loss} {currency}.",
    ),
    "already_paid": (
        "The order is paid, so nothing is at stake at the door.",
        "Заказ уже оплачен, при вручении рисковать нечем.",
    ),
    "own_override": (
        "You decided this yourself for this customer.",
        "Так решили вы сами для этого покупателя.",
    ),
    "identifiers_disagree": REASONS["identifiers_disagree"],
    "amount_above": (
        "The amount is above {amount}, from which you want prepayment.",
        "Сумма выше {amount}, с которой вы просите предоплату.",
    ),
    "call_first": (
        "Call before sending, up to {attempts} times; send once the customer confirmed.",
        "Позвоните до отправки, до {attempts} раз; отправляйте, когда покупатель подтвердил.",
    ),
    "claim_above": (
        "The claim is above {amount}, from which you want to look at it yourself.",
        "Требование выше {amount}, с этой суммы вы смотрите сами.",
    ),
    "good_record": (
        "A good record: compensate now, ask later.",
        "Хорошая история: возместите сразу, разбирайтесь потом.",
    ),
    "regular_here": (
        "A paying customer of your shop: compensate now, ask later.",
        "Покупатель вашего магазина платит: возместите сразу, разбирайтесь потом.",
    ),
    "ask_for_evidence": (
        "Too little is known: ask for a photo or another proof, then decide.",
        "Известно слишком мало: попросите фото или другое подтверждение и решите.",
    ),
}


_ALL = REASONS | BECAUSE


def text_of(code: str, language: str, facts: Mapping[str, str] | None = None) -> str:
    """The sentence of a reason's or advice's code in ``ru`` or ``en``."""
    english, russian = _ALL[code]
    text = russian if language == "ru" else english
    return text.format(**facts) if facts else text
