"""What a shop reads of a white pass, in both languages: code → (English, Russian).

For the person at the counter: one sentence that says what to do. Where the policy leaves negatives
out, nobody may be called free of them, so the pass speaks of a paid record.
"""

from typing import Final

from bonafide.protocol.words import PassResult
from registry.kernel.web.language import Language
from registry.trust.policy import Negatives
from registry.whitelist.verifying import Verified

RESULTS: Final = {
    PassResult.WHITE: (
        "A white customer: orders paid at several shops, none failed within a year. The pass is "
        "spent on this order.",
        "Покупатель из белого списка: оплаченные заказы в нескольких магазинах, ни одного срыва "
        "за год. Пропуск погашен на этот заказ.",
    ),
    PassResult.NOT_WHITE: (
        "The pass is real, but its holder is not on the white list at this moment. Treat the "
        "order as any other.",
        "Пропуск настоящий, но сейчас его владельца нет в белом списке. Оформите заказ как любой "
        "другой.",
    ),
    PassResult.SPENT: (
        "This pass was used for another order already. Ask the customer to make a new one.",
        "Этот пропуск уже использован для другого заказа. Попросите покупателя сделать новый.",
    ),
    PassResult.EXPIRED: (
        "This pass is older than 15 minutes. Ask the customer to make a new one.",
        "Этому пропуску больше 15 минут. Попросите покупателя сделать новый.",
    ),
    PassResult.WITHDRAWN: (
        "The customer has left the white list since. Treat the order as any other.",
        "Покупатель с тех пор вышел из белого списка. Оформите заказ как любой другой.",
    ),
    PassResult.UNKNOWN_CODE: (
        "There is no such pass. Compare the characters with the customer's phone.",
        "Такого пропуска нет. Сверьте символы с телефоном покупателя.",
    ),
}

PAID_RECORD: Final = (
    "A customer with a paid record: orders paid at several shops. The pass is spent on this order.",
    "Покупатель с оплаченными заказами в нескольких магазинах. Пропуск погашен на этот заказ.",
)

MISMATCH: Final = (
    "The pass belongs to somebody with another phone or e-mail than this order's, and was not "
    "spent. Ask the customer for the one that is linked to the pass, or send the code without.",
    "Пропуск принадлежит человеку с другим телефоном или почтой, чем в заказе, и не погашен. "
    "Спросите у покупателя тот, что связан с пропуском, или отправьте код без них.",
)


def text_of(verified: Verified, negatives: Negatives, language: Language) -> str:
    """The sentence for one verification."""
    english, russian = RESULTS[verified.result]
    if verified.mismatch:
        english, russian = MISMATCH
    elif verified.result is PassResult.WHITE and negatives is Negatives.OFF:
        english, russian = PAID_RECORD
    return russian if language is Language.RU else english
