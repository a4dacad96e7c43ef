"""What the law wants a person to be told (GDPR articles 13 to 15), in plain words.

``{…}`` are days of the published policy.
"""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

RIGHTS: Final = {
    EN: {
        "title": "What is kept, and your rights",
        "words": "This is everything that the law wants you to be told, in plain words. What "
        "exactly is kept about you stands on your own page once you have signed in.",
        "contact": "Questions, and everything that these pages cannot do, go to {contact}. You "
        "are answered within a month. You can also complain to the data protection authority of "
        "your country.",
        "mine": "To my page",
    },
    RU: {
        "title": "Что хранится, и ваши права",
        "words": "Здесь простыми словами всё, о чём закон велит вам рассказать. Что именно о вас "
        "хранится, видно на вашей странице после входа.",
        "contact": "С вопросами и со всем, чего не умеют эти страницы, пишите: {contact}. Ответ "
        "придёт не позже чем через месяц. Можно пожаловаться и в орган по защите персональных "
        "данных вашей страны.",
        "mine": "На мою страницу",
    },
}

SECTIONS: Final[dict[Language, list[tuple[str, list[str]]]]] = {
    EN: [
        (
            "What is kept",
            [
                "For each phone or e-mail a sealed mark, by which it is recognised, without the "
                "number or address itself.",
                "For each order that a shop reported: how it ended, whose doing the shop says "
                "it was, which kind of evidence it holds, how it was to be paid, a band of the "
                "amount, and the day.",
                "Which shop asked about you, on which day, and for what.",
                "If you take part in the white list: that your contacts belong together, your "
                "consent, and the days of it. If you want news: an address, sealed.",
                "If you contest something: what you, the shop and the admin wrote, encrypted, "
                "until the case is over.",
                "Never: names, postal addresses, age, what was ordered, exact amounts.",
            ],
        ),
        (
            "Where it comes from",
            [
                "From the shops where you ordered, and from yourself on these pages.",
            ],
        ),
        (
            "Why, and with what right",
            [
                "So that shops lose less on parcels that nobody collects, and honest buyers do "
                "not pay for it: a legitimate interest of the shops (article 6(1)(f)). You can "
                "object: “Take no part” under “My data” ends it at once.",
                "The white list, the joining of your contacts and news rest on your consent "
                "(article 6(1)(a)), which you can take back at any time.",
            ],
        ),
        (
            "Who sees it",
            [
                "A shop that asks about an order of yours sees a level, a rounded risk, an "
                "advice on payment, and counts in bands; never another shop's name or a day. "
                "Its own reports it sees exactly.",
                "An admin sees what is needed for an objection or a review. The operator runs "
                "the machines. Nobody else; nothing is sold.",
                "When you sign in, the service that delivers the message sees your phone or "
                "e-mail. We keep it for ten minutes, sealed, in your own browser.",
                "A few shops cannot blind a number themselves and send a digest of it; it is "
                "used in memory and not kept. Such a shop has to tell you so.",
            ],
        ),
        (
            "How the level comes about",
            [
                "Paid orders speak for you, orders that failed by your doing against you; older "
                "ones weigh less. One shop alone never makes anybody “take care”. The formula "
                "and every number in it are published under “How it is counted”.",
                "Nothing is decided by the machine: it advises the shop on terms of payment and "
                "never to refuse a sale. You see each weight on your page and can contest each "
                "report.",
            ],
        ),
        (
            "How long",
            [
                "Reports: {report_days} from the order. One that does not count yet: "
                "{pending_days}. A number of which no report is left: "
                "{unknown_person_days}.",
                "Who asked: as long as your contact is known here. Consent: as long as you "
                "take part, and then as its proof until your contacts are erased.",
                "After an erasure only the sealed mark and the day of it stay, so that nothing "
                "older comes back.",
            ],
        ),
        (
            "Your rights",
            [
                "See everything, take it with you (JSON or printed), have it corrected or "
                "deleted, restrict it (“Freeze”), object (“Take no part”), withdraw your "
                "consent (“Leave the white list”). All of it is on your page, free, and works "
                "at once.",
                "You need not take part in the white list for any of this.",
            ],
        ),
    ],
    RU: [
        (
            "Что хранится",
            [
                "Для каждого телефона или почты — запечатанная метка, по которой он узнаётся, "
                "без самого номера или адреса.",
                "Для каждого заказа, о котором сообщил магазин: чем он закончился, чья, по "
                "мнению магазина, вина, какое у него подтверждение, способ оплаты, диапазон "
                "суммы и день.",
                "Какой магазин о вас спрашивал, в какой день и зачем.",
                "Если вы в белом списке: что ваши контакты связаны, ваше согласие и его даты. "
                "Если хотите новостей: запечатанный адрес.",
                "Если вы что-то оспариваете: написанное вами, магазином и администратором — "
                "зашифровано, пока дело не закончено.",
                "Никогда: имена, почтовые адреса, возраст, что заказано, точные суммы.",
            ],
        ),
        (
            "Откуда это",
            [
                "От магазинов, где вы заказывали, и от вас самих на этих страницах.",
            ],
        ),
        (
            "Зачем и на каком основании",
            [
                "Чтобы магазины меньше теряли на невыкупленных посылках, а честные покупатели "
                "за это не платили: законный интерес магазинов (статья 6(1)(f) GDPR). Вы "
                "можете возразить: «Не участвовать» в разделе «Мои данные» прекращает это "
                "сразу.",
                "Белый список, связь контактов и новости основаны на вашем согласии (статья "
                "6(1)(a)); его можно отозвать в любой момент.",
            ],
        ),
        (
            "Кто это видит",
            [
                "Магазин, который спрашивает о вашем заказе, видит уровень, округлённый риск, "
                "совет об оплате и количества диапазонами; никогда — имя другого магазина или "
                "день. Свои сообщения он видит точно.",
                "Администратор видит то, что нужно для возражения или проверки. Оператор "
                "обслуживает машины. Больше никто; ничего не продаётся.",
                "Когда вы входите, служба доставки сообщений видит ваш телефон или почту. Мы "
                "храним их десять минут, запечатанными, в вашем же браузере.",
                "Немногие магазины не умеют ослеплять номер сами и присылают его дайджест; он "
                "используется в памяти и не хранится. Такой магазин обязан вам об этом сказать.",
            ],
        ),
        (
            "Как получается уровень",
            [
                "Оплаченные заказы говорят за вас, сорванные по вашей вине — против; старые "
                "весят меньше. Один магазин никогда не делает уровень «осторожно». Формула и "
                "все числа опубликованы в разделе «Как мы считаем».",
                "Машина ничего не решает: она советует магазину условия оплаты и никогда — "
                "отказать. Каждый вес виден на вашей странице, каждую запись можно оспорить.",
            ],
        ),
        (
            "Как долго",
            [
                "Сообщения: {report_days} от заказа. Ещё не учтённое: {pending_days}. "
                "Номер, о котором ничего не осталось: {unknown_person_days}.",
                "Кто спрашивал: пока ваш контакт здесь известен. Согласие: пока вы участвуете, "
                "а потом как подтверждение, пока контакты не стёрты.",
                "После стирания остаются только запечатанная метка и его день, чтобы старое не "
                "вернулось.",
            ],
        ),
        (
            "Ваши права",
            [
                "Увидеть всё, забрать с собой (JSON или на бумаге), исправить или удалить, "
                "ограничить («Заморозить»), возразить («Не участвовать»), отозвать согласие "
                "(«Выйти из белого списка»). Всё это на вашей странице, бесплатно и сразу.",
                "Для этого не нужно входить в белый список.",
            ],
        ),
    ],
}

EXPORT: Final = {
    EN: {
        "title": "Everything that is kept",
        "made": "As of {moment}",
        "print": "Use your browser's “Print” to put it on paper or into a PDF.",
        "json": "The same as a file (JSON)",
        "level": "Level",
        "contacts": "Contacts",
        "white": "White list",
        "no_white": "You do not take part.",
        "orders": "Reports",
        "asked": "Questions of shops",
        "passes": "Passes used",
        "cases": "Objections",
        "rights": "Where it comes from, who sees it, how long, and your rights",
    },
    RU: {
        "title": "Всё, что хранится",
        "made": "По состоянию на {moment}",
        "print": "Команда браузера «Печать» выведет это на бумагу или в PDF.",
        "json": "То же файлом (JSON)",
        "level": "Уровень",
        "contacts": "Контакты",
        "white": "Белый список",
        "no_white": "Вы не участвуете.",
        "orders": "Сообщения",
        "asked": "Запросы магазинов",
        "passes": "Использованные пропуска",
        "cases": "Возражения",
        "rights": "Откуда это, кто видит, как долго, и ваши права",
    },
}

DAYS: Final = {
    EN: {"one": "{n} day", "other": "{n} days"},
    RU: {"one": "{n} день", "few": "{n} дня", "many": "{n} дней", "other": "{n} дня"},
}
