"""The sentences about what the rules of the white list leave to a person."""

from typing import Final

from registry.kernel.web.language import Language

REVIEWS: Final[dict[Language, dict[str, str]]] = {
    Language.EN: {
        "reviews": "White list: to decide",
        "reviews_short": "White list",
        "reviews_lead": "What the rules leave to a person. Answer within a month.",
        "no_reviews": "Nothing to decide.",
        "review_erasure": "A second erasure within a year",
        "review_new_number": "A second “this number is new to me” within a year",
        "review_doubt": "A white customer whom one shop reported",
        "review_erasure_lead": "Granting erases; refusing keeps the record and lifts the freeze.",
        "review_new_number_lead": "Granting starts the number anew; refusing keeps its record and "
        "lifts the freeze.",
        "review_doubt_lead": "Granting leaves the customer white; refusing ends it.",
        "review_shared": "A contact that orders name with many others",
        "review_shared_lead": "It is taken for a family's or an office's: never white, never on "
        "watch. Granting keeps it so; refusing says that it is one person's.",
        "share": "Shared contact",
        "share_lead": "When a family or an office has asked, or a case has shown it. The number "
        "itself is not kept. Marked now: {customer} by customers, {admin} by admins, {partners} by "
        "the rule.",
        "share_it": "Several people use it",
        "unshare_it": "One person uses it",
        "shared_now": "Marked as shared: never white, never on watch.",
        "unshared_now": "Marked as one person's.",
        "grant_it": "Grant",
        "refuse_it": "Refuse",
        "decided_now": "Decided.",
        "on_record": "On record",
        "nothing_on_record": "No report is on record.",
        "asked_on": "Asked",
        "due_on": "Answer by",
        "outcome": "What happened",
        "day": "Day",
    },
    Language.RU: {
        "reviews": "Белый список: решить",
        "reviews_short": "Белый список",
        "reviews_lead": "То, что правила оставляют человеку. Ответьте за месяц.",
        "no_reviews": "Решать нечего.",
        "review_erasure": "Второе стирание за год",
        "review_new_number": "Второе «этот номер у меня недавно» за год",
        "review_doubt": "О покупателе из белого списка сообщил один магазин",
        "review_erasure_lead": "Согласие стирает; отказ оставляет записи и снимает заморозку.",
        "review_new_number_lead": "Согласие начинает номер заново; отказ оставляет записи и "
        "снимает заморозку.",
        "review_doubt_lead": "Согласие оставляет покупателя в белом списке, отказ исключает.",
        "review_shared": "Контакт, который в заказах стоит вместе со многими другими",
        "review_shared_lead": "Он считается семейным или конторским: ни белого списка, ни "
        "наблюдения. Согласие оставляет так; отказ говорит, что им пользуется один человек.",
        "share": "Общий контакт",
        "share_lead": "Если попросила семья или контора или показал спор. Сам номер не "
        "сохраняется. Сейчас отмечено: покупателями — {customer}, администраторами — {admin}, "
        "правилом — {partners}.",
        "share_it": "Пользуются несколько человек",
        "unshare_it": "Пользуется один человек",
        "shared_now": "Отмечен как общий: ни белого списка, ни наблюдения.",
        "unshared_now": "Отмечен как контакт одного человека.",
        "grant_it": "Согласиться",
        "refuse_it": "Отказать",
        "decided_now": "Решено.",
        "on_record": "Что записано",
        "nothing_on_record": "Отчётов нет.",
        "asked_on": "Спросили",
        "due_on": "Ответить до",
        "outcome": "Что было",
        "day": "День",
    },
}
