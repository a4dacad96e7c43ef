"""Own data: what is shared, a new number, the ends, the export; each end with its own page."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

DATA: Final = {
    EN: {
        "title": "My data",
        "contacts": "Your phones and e-mails",
        "one_of": "{kind}, {since}",
        "share": "Others use it too",
        "unshare": "Only I use it",
        "shared_words": "A family phone or an office address tells nothing about one person: it is "
        "never on the white list and shops are never warned of it.",
        "not_shared": "If only you use it, write to {contact}: an admin can change it.",
        "new_number": "This one is new to me",
        "take": "Take it with you",
        "export_json": "Everything as a file (JSON)",
        "export_page": "Everything on one page to print",
        "rights": "What is kept, where it comes from, how long, and your rights",
        "news": "Be told of news by message",
        "visits": "Signed in elsewhere?",
        "visits_words": "If you have lost a phone or used somebody else's computer: this signs out "
        "every browser that came in with your contacts, this one too. If somebody else was in, "
        "look at what is linked to you first: a contact linked meanwhile would let in again.",
        "leave_everywhere": "Sign out everywhere",
        "left_everywhere": "You are signed out everywhere.",
        "ends": "Ways to end it",
        "open": "Read more",
    },
    RU: {
        "title": "Мои данные",
        "contacts": "Ваши телефоны и почта",
        "one_of": "{kind}, {since}",
        "share": "Пользуются и другие",
        "unshare": "Пользуюсь только я",
        "shared_words": "Семейный телефон или почта конторы не говорят об одном человеке: их не "
        "бывает в белом списке, и магазины о них не предупреждают.",
        "not_shared": "Если им пользуетесь только вы, напишите на {contact}: администратор может "
        "это изменить.",
        "new_number": "Этот контакт у меня недавно",
        "take": "Забрать с собой",
        "export_json": "Всё файлом (JSON)",
        "export_page": "Всё на одной странице для печати",
        "rights": "Что хранится, откуда, как долго, и ваши права",
        "news": "Получать новости сообщением",
        "visits": "Вошли где-то ещё?",
        "visits_words": "Если потеряли телефон или входили с чужого компьютера: так вы выйдете во "
        "всех браузерах, где вошли с вашими контактами, и в этом тоже. Если входил кто-то чужой, "
        "сначала посмотрите, что с вами связано: связанный тем временем контакт впустит его снова.",
        "leave_everywhere": "Выйти везде",
        "left_everywhere": "Вы вышли везде.",
        "ends": "Как это закончить",
        "open": "Подробнее",
    },
}

ACTS: Final = {
    EN: {
        "withdraw": {
            "title": "Leave the white list",
            "short": "Shops no longer see that you are on the white list. Everything else stays.",
            "does": [
                "The white list, the discount and every pass end at once.",
                "What shops reported stays, with its weight; your level is at best “good”.",
                "Your consent ends today. You can join again at any time.",
            ],
            "button": "Leave the white list",
            "done": "You have left the white list.",
        },
        "freeze": {
            "title": "Freeze",
            "short": "Shops hear “unknown” until you lift it. Nothing is deleted.",
            "does": [
                "From now on every shop that asks hears “unknown”, word for word as of a new "
                "customer. A shop still sees its own orders with you.",
                "Reports are kept, and shops can go on reporting.",
                "You can lift it whenever you like; then everything counts as before.",
            ],
            "button": "Freeze",
            "done": "Frozen: shops now hear “unknown”.",
        },
        "unfreeze": {
            "title": "Lift the freeze",
            "short": "Shops hear your level again.",
            "does": ["What was kept counts again from now on."],
            "button": "Lift the freeze",
            "done": "The freeze is lifted.",
        },
        "opt-out": {
            "title": "Take no part",
            "short": "Shops hear that you take no part, and new reports about you are not taken.",
            "does": [
                "Every shop that asks hears “takes no part”, and that this says nothing about you. "
                "If a shop is to see no difference from a new customer, choose “Freeze”.",
                "New reports about you are ignored, good ones too.",
                "What is there is kept and stays silent. You can come back at any time.",
            ],
            "button": "Take no part",
            "done": "You take no part any more.",
        },
        "opt-in": {
            "title": "Take part again",
            "short": "Reports are taken and shops hear your level again.",
            "does": ["What was kept counts again, and new reports are taken."],
            "button": "Take part again",
            "done": "You take part again.",
        },
        "erase": {
            "title": "Erase everything",
            "short": "All reports and questions about you are deleted at once.",
            "does": [
                "All reports about the phones and e-mails that you have proven here, and the list "
                "of who asked, are deleted at once and for everybody. This cannot be undone.",
                "Two things stay: a sealed mark by which your number is recognised, and the day of "
                "the erasure, so that older reports cannot come back.",
                "Good orders are lost too. For 60 days shops hear “unknown”, and only orders after "
                "today can lead to the white list.",
                "Shops can report your later orders. If you do not want that, choose “Take no "
                "part”, now or afterwards: it outlives an erasure.",
                "A second erasure within twelve months is decided by an admin.",
            ],
            "button": "Erase everything",
            "done": "Erased. Nothing older than today can come back.",
            "asked": "An admin decides about this within a month, because it is the second time "
            "within a year. Until then shops hear “unknown”.",
        },
        "new-number": {
            "title": "This number or address is new to me",
            "short": "What is on file is about whoever had it before you.",
            "does": [
                "Everything on file about it is deleted at once; it was said about somebody else.",
                "For 60 days shops hear “unknown”, and only your own orders after today count for "
                "the white list.",
                "A second time within twelve months is decided by an admin.",
            ],
            "button": "It is new to me",
            "done": "Done: what was said about its earlier holder is gone.",
            "asked": "An admin decides about this within a month, because it is the second time "
            "within a year. Until then shops hear “unknown”.",
        },
    },
    RU: {
        "withdraw": {
            "title": "Выйти из белого списка",
            "short": "Магазины больше не видят, что вы в белом списке. Остальное без изменений.",
            "does": [
                "Белый список, скидка и все пропуска прекращаются сразу.",
                "Сообщения магазинов остаются со своим весом; ваш уровень — не выше «хорошего».",
                "Согласие прекращается сегодня. Вернуться можно в любой момент.",
            ],
            "button": "Выйти из белого списка",
            "done": "Вы вышли из белого списка.",
        },
        "freeze": {
            "title": "Заморозить",
            "short": "Магазинам отвечают «неизвестно», пока вы не снимете заморозку. Ничего не "
            "удаляется.",
            "does": [
                "С этой минуты каждому магазину отвечают «неизвестно», слово в слово как о новом "
                "покупателе. Свои заказы с вами магазин видит по-прежнему.",
                "Записи сохраняются, и магазины могут сообщать дальше.",
                "Снять заморозку можно когда угодно; всё будет учитываться, как прежде.",
            ],
            "button": "Заморозить",
            "done": "Заморожено: магазинам отвечают «неизвестно».",
        },
        "unfreeze": {
            "title": "Снять заморозку",
            "short": "Магазины снова услышат ваш уровень.",
            "does": ["Всё сохранённое снова учитывается с этой минуты."],
            "button": "Снять заморозку",
            "done": "Заморозка снята.",
        },
        "opt-out": {
            "title": "Не участвовать",
            "short": "Магазины слышат, что вы не участвуете, и новые сообщения о вас не "
            "принимаются.",
            "does": [
                "Каждому магазину отвечают «не участвует» и что это ничего о вас не говорит. Если "
                "магазин не должен отличить вас от нового покупателя, выберите «Заморозить».",
                "Новые сообщения о вас не принимаются, хорошие тоже.",
                "Что есть, хранится и молчит. Вернуться можно в любой момент.",
            ],
            "button": "Не участвовать",
            "done": "Вы больше не участвуете.",
        },
        "opt-in": {
            "title": "Снова участвовать",
            "short": "Сообщения принимаются, и магазины снова услышат ваш уровень.",
            "does": ["Сохранённое снова учитывается, и новые сообщения принимаются."],
            "button": "Снова участвовать",
            "done": "Вы снова участвуете.",
        },
        "erase": {
            "title": "Стереть всё",
            "short": "Все сообщения и запросы о вас удаляются сразу.",
            "does": [
                "Все сообщения о телефонах и почте, которые вы здесь подтвердили, и список "
                "спрашивавших удаляются сразу и для всех. Вернуть их нельзя.",
                "Остаются две вещи: запечатанная метка, по которой узнаётся ваш номер, и день "
                "стирания, чтобы старое не вернулось.",
                "Хорошие заказы тоже пропадут. 60 дней магазинам будут отвечать «неизвестно», а в "
                "белый список ведут только заказы после сегодняшнего дня.",
                "О ваших будущих заказах магазины смогут сообщать. Если этого не хотите, выберите "
                "«Не участвовать», сейчас или потом: стирание этого не отменит.",
                "О втором стирании за двенадцать месяцев решает администратор.",
            ],
            "button": "Стереть всё",
            "done": "Стёрто. Ничего старше сегодняшнего дня не вернётся.",
            "asked": "Решение примет администратор в течение месяца: это второй раз за год. До тех "
            "пор магазинам отвечают «неизвестно».",
        },
        "new-number": {
            "title": "Этот номер или адрес у меня недавно",
            "short": "Записи — о том, чьим он был до вас.",
            "does": [
                "Всё записанное удаляется сразу: это было сказано о другом человеке.",
                "60 дней магазинам будут отвечать «неизвестно», а для белого списка считаются "
                "только ваши заказы после сегодняшнего дня.",
                "Во второй раз за двенадцать месяцев решает администратор.",
            ],
            "button": "Он у меня недавно",
            "done": "Готово: сказанного о прежнем владельце больше нет.",
            "asked": "Решение примет администратор в течение месяца: это второй раз за год. До тех "
            "пор магазинам отвечают «неизвестно».",
        },
    },
}

CONFIRM: Final = {
    EN: {
        "what": "What happens",
        "keep": "No, leave it as it is",
        "review": "An admin still has to decide about an earlier wish of yours; until then this is "
        "not possible.",
        "not_now": "This is not possible as things stand; nothing was changed.",
        "about": "It is about: {what}.",
        "shared_by_others": "An admin or the orders themselves say that others use it too; only an "
        "admin can change that.",
        "shared": "Marked as used by others, too.",
        "proof": "The proof: entry {entry} of the public log. Within a minute "
        "/v1/log/inclusion?leaf={entry} shows that it is there.",
        "unshared": "Marked as yours alone.",
    },
    RU: {
        "what": "Что произойдёт",
        "keep": "Нет, оставить как есть",
        "review": "Администратор ещё не решил по вашей прежней просьбе; до этого так нельзя.",
        "not_now": "Сейчас это невозможно; ничего не изменилось.",
        "about": "Речь идёт вот о чём: {what}.",
        "shared_by_others": "Что им пользуются и другие, видно из заказов или решено "
        "администратором; изменить это может только администратор.",
        "proof": "Доказательство: запись {entry} публичного журнала. В течение минуты "
        "/v1/log/inclusion?leaf={entry} покажет, что она там.",
        "shared": "Отмечено: пользуетесь не только вы.",
        "unshared": "Отмечено: пользуетесь только вы.",
    },
}
