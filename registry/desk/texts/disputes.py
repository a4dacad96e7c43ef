"""Disputes at the shop's desk."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

DISPUTES: Final = {
    EN: {
        "by_mail": "Be written to about them.",
        "title": "Disputes",
        "lead": "A customer contests one of your reports. Until somebody has ruled it counts for "
        "nobody. Without your answer in time it is removed.",
        "waiting": "Waiting for your answer",
        "all": "All",
        "empty": "No dispute waits for your answer.",
        "empty_all": "Nobody has contested a report of yours.",
        "dispute": "Dispute",
        "reason": "Reason",
        "stands": "Stands",
        "left": "Time left",
        "back": "All disputes",
        "answer": "Stand by your report",
        "answer_lead": "Bring what shows it: a courier's event, a payment record, a call record, a "
        "photo. The customer and the admin see it, and it is destroyed when the case ends.",
        "kind": "What the files are",
        "files": "Evidence",
        "files_hint": "At least one. JPEG, PNG, PDF or text, at most 4 MB each, six in all. Place "
        "and time in a photo are removed.",
        "contact": "Proof that you spoke with this very person",
        "contact_hint": "Only where the customer says that the order is not theirs.",
        "contact_needed": "The customer says that the order is not theirs: without this the "
        "answer is not taken.",
        "comment": "What you say",
        "comment_hint": "At most 3,000 characters. No names or numbers of others.",
        "send": "Send the answer",
        "concede": "Give it up",
        "concede_lead": "The customer is right, or it is not worth the trouble: the report is "
        "removed at once.",
        "concede_button": "Remove the report",
        "concede_what": "The report is deleted now, for every shop, and the customer is cleared. "
        "The case ends, and what both sides brought is destroyed.",
        "concede_sure": "Remove it for good",
        "appeal": "Ask another admin",
        "appeal_lead": "Once, within 14 days of the ruling. Until then the report stays away.",
        "appeal_button": "Ask another admin",
        "answered": "Your answer is in. An admin rules next.",
        "conceded": "The report is removed, and the customer is cleared.",
        "appealed": "Another admin looks at it now.",
        "ticket": "A link for a customer without the phone",
        "request": "Ask for a ruling",
        "request_lead": "For two cases: an abusive claim, which counts only after an admin upheld "
        "it, and a report that was removed, for which you have evidence not shown before. The "
        "customer has eight days to speak.",
        "report": "Order number, or id of the report",
        "report_hint": "Your number of the order, as you reported it; it is not kept. Or rep_ and "
        "26 "
        "characters, as the receipt and the case name the report.",
        "no_report": "You reported no order under this number. Look for a slip, or take the id "
        "from "
        "the receipt.",
        "request_button": "Put it before an admin",
        "requested": "An admin will rule on it.",
    },
    RU: {
        "by_mail": "Получать о них письма.",
        "title": "Споры",
        "lead": "Покупатель оспаривает ваш отчёт. Пока решения нет, отчёт ни у кого не "
        "учитывается. Без вашего ответа в срок он будет удалён.",
        "waiting": "Ждут вашего ответа",
        "all": "Все",
        "empty": "Ни один спор не ждёт вашего ответа.",
        "empty_all": "Ваших отчётов никто не оспаривал.",
        "dispute": "Спор",
        "reason": "Причина",
        "stands": "Положение",
        "left": "Осталось",
        "back": "Все споры",
        "answer": "Подтвердить отчёт",
        "answer_lead": "Приложите то, что его подтверждает: событие курьера, запись о платеже или "
        "звонке, фотографию. Это увидят покупатель и администратор; когда дело закончится, всё "
        "будет уничтожено.",
        "kind": "Что в файлах",
        "files": "Доказательства",
        "files_hint": "Хотя бы один файл. JPEG, PNG, PDF или текст, до 4 МБ каждый, всего до "
        "шести. Место и время из фотографий убираются.",
        "contact": "Доказательство, что вы говорили именно с этим человеком",
        "contact_hint": "Только если покупатель говорит, что заказ не его.",
        "contact_needed": "Покупатель говорит, что заказ не его: без этого ответ не принимается.",
        "comment": "Что вы скажете",
        "comment_hint": "До 3000 знаков. Без чужих имён и номеров.",
        "send": "Отправить ответ",
        "concede": "Отказаться от отчёта",
        "concede_lead": "Покупатель прав или спорить не стоит: отчёт сразу удаляется.",
        "concede_button": "Удалить отчёт",
        "concede_what": "Отчёт удаляется сейчас же и для всех магазинов, к покупателю претензий "
        "больше нет. Дело закончится, всё, что принесли стороны, будет уничтожено.",
        "concede_sure": "Удалить навсегда",
        "appeal": "Обратиться к другому администратору",
        "appeal_lead": "Один раз, в течение 14 дней после решения. До тех пор отчёта нет.",
        "appeal_button": "Обратиться к другому администратору",
        "answered": "Ответ принят. Теперь решает администратор.",
        "conceded": "Отчёт удалён, к покупателю претензий нет.",
        "appealed": "Теперь смотрит другой администратор.",
        "ticket": "Ссылка для покупателя без телефона",
        "request": "Попросить решение",
        "request_lead": "В двух случаях: злоупотребление претензией учитывается только после "
        "решения администратора; и удалённый отчёт, по которому есть новые доказательства. У "
        "покупателя восемь дней, чтобы ответить.",
        "report": "Номер заказа или отчёта",
        "report_hint": "Ваш номер заказа, с которым вы сообщили о нём; мы его не сохраняем. Или "
        "rep_ "
        "и 26 знаков, как в ответе на отчёт и в деле.",
        "no_report": "Об этом заказе вы не сообщали. Проверьте, нет ли опечатки, или возьмите "
        "номер "
        "отчёта из ответа на него.",
        "request_button": "Передать администратору",
        "requested": "Решать будет администратор.",
    },
}
LACKING: Final = {
    EN: {"report": "Enter the order number or the id of the report."},
    RU: {"report": "Введите номер заказа или отчёта."},
}
