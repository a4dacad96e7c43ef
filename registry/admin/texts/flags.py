"""What each flag means, why it may be harmless, and what to do, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from registry.admin.flags import Flag, Kind
from registry.kernel.web.language import Language, requested_language


@dataclass(frozen=True, slots=True)
class Said:
    """One flag in words."""

    title: str
    seen: str
    harmless: str
    todo: str


_WORDS: Final[Mapping[Kind, Mapping[Language, Said]]] = {
    Kind.CANARY: {
        Language.EN: Said(
            "Asked about planted numbers",
            "It asked about {one} of the numbers that belong to nobody, or reported them.",
            "A slip of the keyboard hits one at most.",
            "Two or more: suspend it and ask where the numbers came from. A shop that reported one "
            "is not heard from the next night on, until it takes the report back.",
        ),
        Language.RU: Said(
            "Спрашивал о номерах-приманках",
            "Спросил о номерах, которые никому не принадлежат, или сообщил о них: {one}.",
            "Опечаткой можно попасть разве что в один.",
            "Два и больше: приостановите и спросите, откуда номера. Магазин, сообщивший хотя бы об "
            "одном, со следующей ночи не учитывается, пока не отзовёт запись.",
        ),
    },
    Kind.NEGATIVES_ONLY: {
        Language.EN: Said(
            "Reports failures only",
            "In 90 days it reported {one} failed orders and {two} paid ones.",
            "It may have brought in its old black list first.",
            "Ask it to report paid orders too; mute it until it does.",
        ),
        Language.RU: Said(
            "Сообщает только о срывах",
            "За 90 дней сообщил о сорванных заказах: {one}, об оплаченных: {two}.",
            "Возможно, сначала загрузил старый чёрный список.",
            "Попросите сообщать и об оплаченных; до тех пор не учитывайте его отчёты.",
        ),
    },
    Kind.CLUSTER: {
        Language.EN: Said(
            "Names the same people as other shops",
            "It and {one} other shop(s) say of the same people that they failed. They count as "
            "one shop.",
            "Two shops of one owner, or a supplier's shared customers.",
            "See who owns them. If they are strangers to each other, look at what they report.",
        ),
        Language.RU: Said(
            "Называет тех же людей, что и другие магазины",
            "Он и другие магазины ({one}) сообщают о срывах одних и тех же людей. Они считаются "
            "за один.",
            "Два магазина одного владельца или общие покупатели поставщика.",
            "Узнайте, чьи они. Если друг другу чужие, посмотрите их отчёты.",
        ),
    },
    Kind.DOUBTED: {
        Language.EN: Said(
            "Others say otherwise",
            "Of people whom others report too, it says far more often that they failed. Its "
            "failures weigh {one}%.",
            "Its trade may have hard customers: cash on delivery, far regions.",
            "Compare payment methods and regions before you ask it for evidence.",
        ),
        Language.RU: Said(
            "Другие говорят иное",
            "О людях, о которых сообщают и другие, он гораздо чаще говорит, что они срывали "
            "заказы. Вес его отчётов о срывах: {one} %.",
            "У него могут быть трудные покупатели: наложенный платёж, дальние регионы.",
            "Сравните способы оплаты и регионы, прежде чем просить доказательства.",
        ),
    },
    Kind.HIT_RATE: {
        Language.EN: Said(
            "Hardly anybody it asks about is known",
            "Of {one} people asked about in 30 days, {two} had any history.",
            "A young network knows few people yet.",
            "Compare it with other shops. If they meet many more, ask where the numbers come from.",
        ),
        Language.RU: Said(
            "Почти никого из тех, о ком он спрашивает, не знают",
            "О скольких людях спросил за 30 дней: {one}; из них хоть что-то известно: {two}.",
            "Молодая сеть ещё мало кого знает.",
            "Сравните с другими. Если у них известных намного больше, спросите, откуда номера.",
        ),
    },
    Kind.SCANNING: {
        Language.EN: Said(
            "Asks and never reports",
            "In 30 days it asked about {one} people at most (counted in blocks) and reported "
            "on {two}.",
            "It may be new, or its reports are late.",
            "Ask for its reports. Whoever asks without selling is not a shop.",
        ),
        Language.RU: Said(
            "Спрашивает и не сообщает",
            "За 30 дней спросил о людях: не больше {one} (счёт блоками), сообщил о людях: {two}.",
            "Возможно, он новый или сообщает с опозданием.",
            "Попросите отчёты. Кто спрашивает и не продаёт, тот не магазин.",
        ),
    },
}


def said(flag: Flag) -> Said:
    """A flag in the language of this request."""
    words = _WORDS[flag.kind][requested_language()]
    seen = words.seen.format(one=flag.one, two=flag.two)
    return Said(words.title, seen, words.harmless, words.todo)


def title_of(kind: Kind) -> str:
    """What a sort of flags is called in the language of this request."""
    return _WORDS[kind][requested_language()].title
