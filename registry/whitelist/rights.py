"""What everybody is told who asks what is kept (GDPR art. 15), in both languages.

Facts of this version and its policy; whoever changes one of them changes the sentence here too.
Each section: a code, its heading, its paragraphs.
"""

from dataclasses import dataclass
from typing import Final

from registry.kernel.web.language import Language
from registry.trust.policy import Policy


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its paragraphs."""

    code: str
    heading: str
    paragraphs: tuple[str, ...]


_SECTIONS: Final = {
    "purpose": (
        (
            "Why this registry exists",
            "Shops want to know, before they send a parcel at their own cost, whether orders like "
            "it are usually paid for. The registry answers with a level and a risk. It never "
            "advises to refuse a sale. The basis is the shops' legitimate interest (art. 6(1)(f)); "
            "the white list rests on your consent (art. 6(1)(a)), which you can withdraw.",
        ),
        (
            "Зачем нужен этот реестр",
            "Прежде чем отправить посылку за свой счёт, магазин хочет знать, оплачиваются ли "
            "обычно такие заказы. Реестр отвечает уровнем и риском и никогда не советует отказать "
            "в продаже. Основание — законный интерес магазинов (ст. 6(1)(f) GDPR); белый список "
            "основан на вашем согласии (ст. 6(1)(a)), которое можно отозвать.",
        ),
    ),
    "kept": (
        (
            "What is kept",
            "For each order that a shop reports: the shop, how the order ended, whose doing it "
            "was, the kind of proof, the kind of payment, the day, a range of the amount, the "
            "courier. Not kept: your phone and e-mail (only a sealed tag made of them, which "
            "nobody can turn back without two secret keys), your name and address, what you "
            "ordered, exact amounts, the time of day.",
        ),
        (
            "Что хранится",
            "По каждому заказу, о котором сообщил магазин: магазин, чем закончился заказ, по чьей "
            "вине, вид подтверждения, вид оплаты, день, диапазон суммы, курьерская служба. Не "
            "хранятся: телефон и почта (только запечатанная метка, которую нельзя обратить без "
            "двух секретных ключей), имя и адрес, состав заказа, точная сумма, время суток.",
        ),
    ),
    "sources": (
        (
            "Where it comes from",
            "From the shops of this registry, which report their own orders. What you decide at "
            "this page (to join, to freeze, that a number is shared) comes from you.",
        ),
        (
            "Откуда это известно",
            "От магазинов — участников реестра: каждый сообщает о своих заказах. То, что вы "
            "решаете на этой странице (вступить, заморозить, отметить общий номер), — от вас.",
        ),
    ),
    "recipients": (
        (
            "Who receives it",
            "A shop that asks about you for an order gets a level, a rounded risk and reasons; of "
            "other shops only ranges, and only if you take part in the white list; never their "
            "names and never a day. Every such question is listed at this page. An admin sees what "
            "a dispute needs. The operator of this registry holds the database and the keys. "
            "Nobody else; nothing is sold, nothing leaves for advertising.",
            "When you sign in, the service that delivers the code sees your phone or e-mail. The "
            "registry holds it for ten minutes, sealed, in your own browser. A few shops cannot "
            "blind a number themselves and send a digest of it, which is used in memory and not "
            "kept; such a shop has to tell you so.",
        ),
        (
            "Кто это получает",
            "Магазин, который спрашивает о вас по заказу, получает уровень, округлённый риск и "
            "причины; о других магазинах — только диапазоны, и только если вы участвуете в белом "
            "списке; названия и дни — никогда. Каждый такой запрос показан на этой странице. "
            "Администратор видит то, что нужно для спора. База и ключи — у оператора реестра. "
            "Больше никто; ничего не продаётся и не передаётся для рекламы.",
            "Когда вы входите, служба, которая доставляет код, видит ваш телефон или почту. Реестр "
            "держит их десять минут, запечатанными, в вашем же браузере. Немногие магазины не "
            "умеют скрывать номер сами и присылают его дайджест: он используется в памяти и не "
            "хранится; такой магазин обязан вам об этом сказать.",
        ),
    ),
    "logic": (
        (
            "How the level comes about",
            "By a published formula without any black box. Every report weighs by its proof, its "
            "age and its shop; your page shows each weight, exactly once you have named the order "
            "and in tenths before. Two independent shops are needed before anybody is put on "
            "watch; a failure counts from the {objection_days}th day after filing and only if the "
            "shop says that it told you; faults of shops and couriers count nothing; {redeem} "
            "later paid orders make good for a parcel left behind. A contact that orders "
            "name with {partners} others counts as shared: never on the white list, never on "
            "watch. No decision is made by the registry: the shop decides about terms of payment.",
        ),
        (
            "Как получается уровень",
            "По опубликованной формуле, без «чёрного ящика». Вес записи зависит от подтверждения, "
            "возраста и магазина; на вашей странице показан каждый вес: точно, когда вы назвали "
            "заказ, а до этого — до десятых. Под наблюдение "
            "попадают только при двух независимых магазинах; срыв учитывается с "
            "{objection_days}-го дня после подачи и только если магазин указал, что сообщил вам; "
            "вина магазинов и курьеров не учитывается; {redeem} более поздних оплаченных заказа "
            "заглаживают невыкупленную посылку. Контакт, который в заказах стоит вместе с "
            "{partners} другими, считается общим: ни белого списка, ни наблюдения. Сам реестр "
            "решений не принимает: условия оплаты выбирает магазин.",
        ),
    ),
    "retention": (
        (
            "How long",
            "Reports {report_days} days after the order; a failure that is the only one counts "
            "{lone_days} days. Questions of shops {lookup_days} days. A failure of which you were "
            "never told goes after {pending_days} days. A row about which nothing was ever "
            "reported goes after {unknown_days} days. After an erasure there stay the sealed tag, "
            "the day of the erasure and whether you opted out, so that nothing older comes back.",
        ),
        (
            "Как долго",
            "Отчёты — {report_days} дней после заказа; единственный срыв учитывается {lone_days} "
            "дней. Запросы магазинов — {lookup_days} дней. Срыв, о котором вам не сообщили, "
            "удаляется через {pending_days} дней. Строка, о которой никто не сообщал, — через "
            "{unknown_days} дней. После стирания остаются запечатанная метка, день стирания и "
            "отметка об отказе от участия, чтобы более старое не вернулось.",
        ),
    ),
    "rights": (
        (
            "What you can do",
            "See everything and take it along as a file; contest a report, which stops it from "
            "counting at once; say that a number is shared or new to you; leave the white list; "
            "freeze; opt out; have everything erased. All of it here, free of charge, whether you "
            "take part or not. You may also complain to your data protection authority.",
        ),
        (
            "Что вы можете сделать",
            "Увидеть всё и забрать файлом; оспорить отчёт — он сразу перестаёт учитываться; "
            "отметить, что номер общий или достался вам недавно; выйти из белого списка; "
            "заморозить; отказаться от участия; стереть всё. Всё это здесь, бесплатно, участвуете "
            "вы или нет. Можно также пожаловаться в надзорный орган по защите данных.",
        ),
    ),
    "contact": (
        (
            "Whom to ask",
            "The operator: {contact}. You will be answered within a month.",
        ),
        (
            "К кому обращаться",
            "К оператору: {contact}. Ответ придёт не позже чем через месяц.",
        ),
    ),
}


def rights(language: Language, *, policy: Policy, contact: str) -> tuple[Section, ...]:
    """The sections, with the numbers of the policy in force."""
    facts = {
        "contact": contact,
        "objection_days": policy.retention.objection_days,
        "partners": policy.levels.shared_partners,
        "redeem": policy.redemption.paid_orders,
        "report_days": policy.retention.report_days,
        "lone_days": policy.weights.expiry_lone_bad_days,
        "lookup_days": policy.retention.lookup_days,
        "pending_days": policy.retention.pending_days,
        "unknown_days": policy.retention.unknown_person_days,
    }
    return tuple(
        Section(code, heading, tuple(each.format(**facts) for each in paragraphs))
        for code, texts in _SECTIONS.items()
        for heading, *paragraphs in [texts[language is Language.RU]]
    )
