"""The first page, the list of checks, and one check explained."""

from typing import Final

from registry.kernel.web.language import Language

OVERVIEW: Final = {
    Language.EN: {
        "title": "Today",
        "silence": "Without your answer the report is removed.",
        "to_disputes": "See what is contested and answer",
        "today": "Orders checked today",
        "none_today": "Nothing was checked today yet.",
        "all_checks": "See them all",
        "weeks": "How your orders ended, by week",
        "week": "Week from",
        "paid": "Paid",
        "failed": "Failed",
        "excused": "Not the buyer's doing",
        "quota": "What you may still use today",
        "budget": "Budget",
        "used": "Used",
        "left": "Left",
        "contacts": "People asked about for the first time",
        "lookups": "People asked about in all",
        "at_least": "at least {left}",
        "import_left": "People you may still bring in from past orders: {people}",
        "resets": "Renewed at midnight UTC. It grows with the orders that you really report. “At "
        "least”: each process of the registry sets some of your questions aside for the day.",
        "start": "Your first hour",
        "start_lead": "Three steps, in this order. Each works without the next.",
        "step_key": "Make a test key and paste the lines beside it: a lookup of a person who "
        "always answers alike.",
        "step_import": "Bring in your past orders: they show what failed ones cost you, and your "
        "regulars are known from the first day.",
        "step_terms": "Say what a failed order costs you: advice is made from that.",
    },
    Language.RU: {
        "title": "Сегодня",
        "silence": "Без вашего ответа отчёт будет удалён.",
        "to_disputes": "Посмотреть, что оспаривают, и ответить",
        "today": "Проверено заказов сегодня",
        "none_today": "Сегодня ещё ничего не проверяли.",
        "all_checks": "Показать все",
        "weeks": "Чем закончились ваши заказы, по неделям",
        "week": "Неделя с",
        "paid": "Оплачены",
        "failed": "Сорвались",
        "excused": "Не по вине покупателя",
        "quota": "Что ещё можно сегодня",
        "budget": "Лимит",
        "used": "Использовано",
        "left": "Осталось",
        "contacts": "Люди, о которых спросили впервые",
        "lookups": "Всего людей, о которых спросили",
        "at_least": "не меньше {left}",
        "import_left": "Сколько людей ещё можно внести из прошлых заказов: {people}",
        "resets": "Обновляется в полночь по UTC и растёт вместе с заказами, о которых вы "
        "сообщаете. «Не меньше»: часть ваших вопросов каждый процесс реестра откладывает на день.",
        "start": "Первый час",
        "start_lead": "Три шага по порядку. Каждый полезен и без следующего.",
        "step_key": "Создайте тестовый ключ и вставьте строки рядом с ним: проверка человека, "
        "который всегда отвечает одинаково.",
        "step_import": "Внесите прошлые заказы: станет видно, во что обходятся срывы, а постоянные "
        "покупатели будут известны с первого дня.",
        "step_terms": "Укажите, сколько стоит вам сорванный заказ: из этого складывается совет.",
    },
}
WAITING: Final = {
    Language.EN: {
        "one": "{n} dispute waits for your answer",
        "other": "{n} disputes wait for your answer",
    },
    Language.RU: {
        "one": "{n} спор ждёт вашего ответа",
        "few": "{n} спора ждут вашего ответа",
        "many": "{n} споров ждут вашего ответа",
        "other": "{n} спора ждут вашего ответа",
    },
}
LEFT: Final = {
    Language.EN: {
        "one": "{n} day left for the nearest.",
        "other": "{n} days left for the nearest.",
    },
    Language.RU: {
        "one": "На ближайший остался {n} день.",
        "few": "На ближайший осталось {n} дня.",
        "many": "На ближайший осталось {n} дней.",
        "other": "На ближайший осталось {n} дня.",
    },
}
CHECKS: Final = {
    Language.EN: {
        "title": "Orders checked",
        "day": "Day",
        "lookup": "Lookup",
        "purpose": "Why",
        "payment": "Payment",
        "segment": "Segment",
        "empty": "Nothing was checked on this day.",
        "note": "Your order numbers are not stored readably: find an order by the id of its "
        "lookup, which your shop got with the answer.",
        "bad_day": "Enter a day such as 2026-11-26.",
    },
    Language.RU: {
        "title": "Проверки",
        "day": "День",
        "lookup": "Запрос",
        "purpose": "Зачем",
        "payment": "Оплата",
        "segment": "Сегмент",
        "empty": "В этот день ничего не проверяли.",
        "note": "Номера ваших заказов в читаемом виде не хранятся: ищите заказ по номеру запроса, "
        "который магазин получил вместе с ответом.",
        "bad_day": "Введите день, например 2026-11-26.",
    },
}
CHECK: Final = {
    Language.EN: {
        "title": "How this answer came about",
        "asked": "Asked",
        "level": "Level",
        "risk": "Risk that the order fails",
        "usual": "usual: {base}",
        "between": "nine times in ten between {low} and {high}",
        "advice": "Advice",
        "times": "{times} times the usual expected loss",
        "because": "Why",
        "reasons": "What is known",
        "stranger": "What is expected of a stranger",
        "part": "Because of",
        "factor": "Times",
        "share": "Then",
        "rounding": "To this comes what is known about the person, if anything. The result is then "
        "shown as the nearest of the published steps, which are {steps} percent, so that nobody "
        "can "
        "reckon single reports out of it. Here that is {risk}: a little more or less than what it "
        "was "
        "rounded from, and so perhaps on the other side of the usual risk.",
        "own": "Your own reports of this person",
        "outcome": "How it ended",
        "on": "Day",
        "counts": "Counts",
        "yes": "yes",
        "no": "no",
        "change": "What would change the level",
        "notes": "How to read it",
    },
    Language.RU: {
        "title": "Как сложился этот ответ",
        "asked": "Когда спросили",
        "level": "Уровень",
        "risk": "Риск, что заказ сорвётся",
        "usual": "обычно {base}",
        "between": "в девяти случаях из десяти от {low} до {high}",
        "advice": "Совет",
        "times": "ожидаемые потери в {times} раза выше обычных",
        "because": "Почему",
        "reasons": "Что известно",
        "stranger": "Чего ждать от незнакомца",
        "part": "Из-за чего",
        "factor": "Во сколько раз",
        "share": "Получается",
        "rounding": "К этому добавляется то, что известно о человеке, если известно. Итог показан "
        "ближайшей из опубликованных ступеней ({steps} процентов), чтобы по нему нельзя было "
        "вычислить отдельные записи. Здесь это {risk}: немного больше или меньше того, что "
        "округляли, и потому, возможно, по другую сторону обычного риска.",
        "own": "Ваши записи об этом человеке",
        "outcome": "Чем закончилось",
        "on": "День",
        "counts": "Учитывается",
        "yes": "да",
        "no": "нет",
        "change": "Что изменит уровень",
        "notes": "Как это читать",
    },
}
