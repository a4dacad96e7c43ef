"""Identifiers and reports."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

RECORDS: Final[dict[str, Problem]] = {
    "bad_point": Problem(
        400,
        "A point is not a valid group element",
        "Точка не является элементом группы",
        "A point is 32 bytes of a canonical ristretto255 encoding, 43 characters of base64url.",
        "Точка — 32 байта канонического кодирования ristretto255, 43 символа base64url.",
    ),
    "bad_digest": Problem(
        400,
        "A digest is not 32 bytes",
        "Дайджест — не 32 байта",
        "A digest is a SHA-256, written as 43 characters of base64url without padding.",
        "Дайджест — это SHA-256, 43 символа base64url без выравнивания.",
    ),
    "epoch_unknown": Problem(
        400,
        "This epoch does not exist",
        "Такой эпохи нет",
        "Read the current epoch at /v1/params and send the one that the evaluation answered.",
        "Узнайте текущую эпоху на /v1/params и передавайте ту, что пришла с вычислением.",
    ),
    "epoch_gone": Problem(
        409,
        "The element comes from a key that is forgotten",
        "Элемент получен на ключе, который уже забыт",
        "Blind the identifier again and have it evaluated under the current epoch.",
        "Ослепите идентификатор заново и вычислите его в текущей эпохе.",
        facts=("epoch",),
    ),
    "ref_invalid": Problem(
        400,
        "The ref is not one of this shop",
        "Эта ссылка (ref) не от этого магазина",
        "Use refs exactly as they were answered to this shop, in the world of the key.",
        "Передавайте ref точно так, как его получил этот магазин, и с ключом того же мира.",
    ),
    "ref_stale": Problem(
        409,
        "The ref was made under a retired key",
        "Ссылка (ref) сделана на выведенном ключе",
        "Blind the identifier again; the answer carries a fresh ref to store.",
        "Ослепите идентификатор заново; в ответе будет новый ref для хранения.",
    ),
    "ref_gone": Problem(
        410,
        "The identifier behind this ref was erased",
        "Идентификатор за этой ссылкой (ref) стёрт",
        "Delete the ref from your records.",
        "Удалите этот ref из своих записей.",
    ),
    "proofs_unavailable": Problem(
        409,
        "Proofs are not available now",
        "Доказательства сейчас недоступны",
        "Ask without `proof`; /v1/params says whether proofs are given.",
        "Запросите без `proof`; на /v1/params указано, выдаются ли доказательства.",
    ),
    "stale_revision": Problem(
        409,
        "A newer revision is stored already",
        "Уже сохранена более новая редакция",
        "A late repeat needs nothing more. To change the report send the next revision.",
        "Запоздавшему повтору ничего не нужно. Чтобы изменить отчёт, отправьте следующую редакцию.",
        facts=("revision",),
    ),
    "revision_conflict": Problem(
        409,
        "This revision is stored with another content",
        "Эта редакция сохранена с другим содержанием",
        "Read the report, then send your change as the next revision.",
        "Прочитайте отчёт и отправьте изменение следующей редакцией.",
        facts=("revision",),
    ),
    "revision_gap": Problem(
        409,
        "A revision between is missing",
        "Пропущена промежуточная редакция",
        "A new report begins with revision 1; a correction takes the next number.",
        "Новый отчёт начинается с редакции 1; исправление получает следующий номер.",
        facts=("revision",),
    ),
    "order_reserved": Problem(
        409,
        "This order reference is taken for good",
        "Этот номер заказа занят навсегда",
        "The report of this order is gone and cannot come back; nothing more is needed.",
        "Отчёт по этому заказу удалён и не может вернуться; делать ничего не нужно.",
    ),
    "identifiers_immutable": Problem(
        409,
        "A correction cannot change the identifiers",
        "Исправление не может менять идентификаторы",
        "Retract the report if it names the wrong person.",
        "Отзовите отчёт, если в нём указан не тот человек.",
    ),
    "report_retracted": Problem(
        409,
        "The report was retracted",
        "Отчёт отозван",
        "A retracted report stays retracted; the order cannot be reported again.",
        "Отозванный отчёт остаётся отозванным; сообщить о заказе снова нельзя.",
    ),
    "report_removed": Problem(
        409,
        "The report was removed by a ruling",
        "Отчёт удалён по решению",
        "Only an admin can reopen it.",
        "Вернуть его может только администратор.",
    ),
    "only_towards_neutral": Problem(
        409,
        "A disputed report can only become milder",
        "Оспоренный отчёт можно только смягчить",
        "Retract it or move it towards neutral; for anything else wait for the ruling.",
        "Отзовите его или смягчите; в остальном дождитесь решения.",
    ),
}
