"""Disputes."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

DISPUTES: Final[dict[str, Problem]] = {
    "not_contestable": Problem(
        409,
        "This report counts against nobody",
        "Этот отчёт ни на кого не влияет",
        "There is nothing to contest.",
        "Оспаривать нечего.",
    ),
    "already_disputed": Problem(
        409,
        "This report was put into dispute before",
        "Этот отчёт уже оспаривался",
        "Read the case; a ruling can be appealed against within 14 days.",
        "Откройте дело; решение можно обжаловать в течение 14 дней.",
    ),
    "contest_only": Problem(
        403,
        "A ticket link is good for contesting only",
        "По ссылке от магазина можно только оспорить",
        "Sign in with a code to your phone or e-mail for everything else.",
        "Для остального войдите по коду на телефон или почту.",
    ),
    "dispute_phase": Problem(
        409,
        "The case is past this point",
        "В деле это уже невозможно",
        "Read the case: its phase and days say what is still possible.",
        "Откройте дело: по стадии и срокам видно, что ещё можно сделать.",
    ),
    "evidence_needed": Problem(
        422,
        "Evidence is missing",
        "Не приложены доказательства",
        "Add at least one file that supports your report, or concede.",
        "Приложите хотя бы один подтверждающий файл или согласитесь с покупателем.",
    ),
    "proof_of_contact_needed": Problem(
        422,
        "Proof of contact is missing",
        "Нет доказательства связи с покупателем",
        "The customer says that the order is not theirs: add proof that you spoke with them.",
        "Покупатель говорит, что заказ не его: приложите доказательство разговора с ним.",
    ),
    "evidence_not_new": Problem(
        409,
        "The evidence was shown before",
        "Эти доказательства уже были",
        "A removed report comes back on new evidence only.",
        "Удалённый отчёт возвращается только по новым доказательствам.",
    ),
    "no_ruling_needed": Problem(
        409,
        "This report needs no ruling",
        "Этому отчёту решение не нужно",
        "Only an abusive claim, or a removed report, is put before an admin.",
        "Администратору передают только злоупотребление или удалённый отчёт.",
    ),
    "hearing_open": Problem(
        409,
        "The customer may still speak",
        "Покупатель ещё может ответить",
        "Rule once the customer has spoken, or eight days after the request.",
        "Решайте после ответа покупателя или через восемь дней после обращения.",
    ),
    "same_admin": Problem(
        409,
        "An appeal is heard by another admin",
        "Жалобу рассматривает другой администратор",
        "Leave the case to a colleague.",
        "Передайте дело коллеге.",
    ),
    "bad_ground": Problem(
        422,
        "The ground does not fit the verdict",
        "Основание не подходит к решению",
        "Choose a ground from the list of this verdict.",
        "Выберите основание из списка для этого решения.",
    ),
    "file_refused": Problem(
        422,
        "A file is not taken",
        "Файл не принят",
        "Bring a whole JPEG or PNG, a PDF without scripts, or plain UTF-8 text; no name matters.",
        "Подходят целые JPEG, PNG, PDF без сценариев или простой текст UTF-8; имя не важно.",
    ),
    "file_too_large": Problem(
        422,
        "A file is too large, or there are too many",
        "Файл слишком большой, или файлов слишком много",
        "At most six files of 4 MB from each side.",
        "Не больше шести файлов по 4 МБ с каждой стороны.",
        facts=("limit",),
    ),
    "text_refused": Problem(
        422,
        "A text is not taken",
        "Текст не принят",
        "At most 3,000 characters without control characters.",
        "Не больше 3000 знаков без управляющих символов.",
        facts=("limit",),
    ),
}
