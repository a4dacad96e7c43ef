"""The cabinet: menu, level, overview, who asked."""

from typing import Final

from bonafide.protocol.words import Level
from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

MENU: Final = {
    EN: {
        "home": "Overview",
        "orders": "Orders",
        "asked": "Who asked",
        "white": "White list",
        "data": "My data",
    },
    RU: {
        "home": "Обзор",
        "orders": "Заказы",
        "asked": "Кто спрашивал",
        "white": "Белый список",
        "data": "Мои данные",
    },
}

LEVEL: Final = {
    EN: {
        Level.WHITE: (
            "You are on the white list",
            "You paid for your orders at several shops and chose to let that be known. Shops that "
            "ask see it, and may give you a discount or easier terms.",
        ),
        Level.GOOD: (
            "Your record is good",
            "You paid for what you ordered. Shops that ask see the word “good” and no details.",
        ),
        Level.UNKNOWN: (
            "Shops know you as a new customer",
            "Not enough counts for you or against you. “Unknown” is neither good nor bad.",
        ),
        Level.WATCH: (
            "Shops are advised to take care",
            "Several shops, independently of each other, reported orders that failed by your "
            "doing. They may ask you to confirm an order by phone or to pay in advance. Nobody is "
            "advised to refuse you.",
        ),
    },
    RU: {
        Level.WHITE: (
            "Вы в белом списке",
            "Вы оплачивали заказы в нескольких магазинах и решили, что об этом можно знать. "
            "Магазины, которые спрашивают, видят это и могут дать скидку или условия проще.",
        ),
        Level.GOOD: (
            "У вас хорошая история",
            "Вы оплачивали то, что заказывали. Магазины, которые спрашивают, видят слово «хороший» "
            "и никаких подробностей.",
        ),
        Level.UNKNOWN: (
            "Для магазинов вы новый покупатель",
            "Ни за вас, ни против вас пока ничего весомого нет. «Неизвестно» — это ни хорошо, ни "
            "плохо.",
        ),
        Level.WATCH: (
            "Магазинам советуют осторожность",
            "Несколько магазинов независимо друг от друга сообщили о заказах, сорванных по вашей "
            "вине. Вас могут попросить подтвердить заказ по телефону или внести предоплату. "
            "Отказать вам не советуют никому.",
        ),
    },
}

HOME: Final = {
    EN: {
        "paused": "Shops hear nothing about you",
        "frozen": "You have frozen your record: shops that ask hear “unknown”, word for word as of "
        "a new customer. You can lift that under “My data”.",
        "no_part": "You take no part: shops that ask hear just this, “takes no part”, and that it "
        "says nothing about you. You can change that under “My data”.",
        "some_frozen": "One of your contacts is frozen: about it shops hear “unknown”, as of a new "
        "customer. You can lift that under “My data”.",
        "some_no_part": "One of your contacts takes no part: about it shops hear just this. You "
        "can change that under “My data”.",
        "risk": "How it comes about",
        "risk_words": "With a record like yours about {risk} of orders fail; on average it is "
        "{base}. For you speaks {good}, against you {bad}: the weights of single orders, added "
        "up.",
        "formula": "The whole formula with its reasons",
        "change": "What would change it",
        "no_change": "By itself nothing changes. Every order that you pay for speaks for you.",
        "while_frozen": "While your record is frozen, nothing changes what shops hear, paid orders "
        "neither.",
        "while_no_part": "While you take no part, nothing changes what shops hear, and paid orders "
        "are not taken down.",
        "lifted": "If you change that, shops hear again what your record says: “{level}” today.",
        "counts_on": "From {day} a report counts against you: “{what}”. You can contest it under "
        "“Orders”, before that day too.",
        "counts_on_upheld": "From {day} a report counts against you: “{what}”. You contested it, "
        "and it was confirmed.",
        "place_ends": "Your place on the white list lasts until {day} for now; paid orders "
        "prolong it.",
        "in": "In {day} the level becomes “{level}” by itself, if nothing new is reported.",
        "on": "On {day} the level becomes “{level}” by itself, if nothing new is reported.",
        "join": "Join the white list",
        "join_words": "Let your good name travel: shops see that you pay for what you order.",
        "pass": "Show a white pass",
        "pass_words": "At a checkout without your phone: a code for one order.",
        "mine": "Your proven contacts",
        "since": "linked on {day}",
        "not_linked": "proven in this visit",
        "frozen_mark": "frozen",
        "opted_out": "opted out",
        "erased": "erased on {day}; nothing older comes back",
        "add": "Add a phone or e-mail",
        "orders": "See what was said about your orders",
        "asked": "See who asked about you",
        "cases": "Your objections",
        "cases_open": "open: {n}",
        "mail_words": "An e-mail alone does not carry the white list, since it costs nothing to "
        "make one: shops see white by your phone, or in a shop where you show a white pass.",
        "needs": "What the white list asks for",
        "leave": "Sign out",
    },
    RU: {
        "paused": "Магазины о вас ничего не слышат",
        "frozen": "Вы заморозили свою историю: магазинам отвечают «неизвестно», слово в слово как "
        "о новом покупателе. Снять заморозку можно в разделе «Мои данные».",
        "no_part": "Вы не участвуете: магазинам отвечают только это — «не участвует» — и что это "
        "ничего о вас не говорит. Изменить это можно в разделе «Мои данные».",
        "some_frozen": "Один из ваших контактов заморожен: о нём магазинам отвечают «неизвестно», "
        "как о новом покупателе. Снять заморозку можно в разделе «Мои данные».",
        "some_no_part": "Один из ваших контактов не участвует: о нём магазинам отвечают только "
        "это. Изменить это можно в разделе «Мои данные».",
        "risk": "Как это получается",
        "risk_words": "При такой истории срывается около {risk} заказов, в среднем — {base}. За "
        "вас говорит {good}, против — {bad}: это сложенные веса отдельных заказов.",
        "formula": "Вся формула с обоснованиями",
        "change": "Что может это изменить",
        "no_change": "Само собой ничего не изменится. Каждый оплаченный заказ говорит за вас.",
        "while_frozen": "Пока история заморожена, магазины слышат одно и то же, сколько бы заказов "
        "вы ни оплатили.",
        "while_no_part": "Пока вы не участвуете, магазины слышат одно и то же, а оплаченные заказы "
        "не записываются.",
        "lifted": "Если это отменить, магазины снова услышат то, что говорит ваша история: сегодня "
        "это «{level}».",
        "counts_on": "С {day} начнёт учитываться запись против вас: «{what}». Её можно оспорить в "
        "разделе «Заказы», в том числе до этого дня.",
        "counts_on_upheld": "С {day} начнёт учитываться запись против вас: «{what}». Вы её "
        "оспорили, и она подтверждена.",
        "place_ends": "Место в белом списке пока действует до {day}; оплаченные заказы его "
        "продлевают.",
        "in": "{day}: уровень сам станет «{level}», если не сообщат ничего нового.",
        "on": "{day} уровень сам станет «{level}», если не сообщат ничего нового.",
        "join": "Войти в белый список",
        "join_words": "Пусть доброе имя будет с вами: магазины увидят, что вы оплачиваете заказы.",
        "pass": "Показать белый пропуск",
        "pass_words": "На кассе, где телефон не спрашивают: код на один заказ.",
        "mine": "Ваши подтверждённые контакты",
        "since": "связано {day}",
        "not_linked": "подтверждено сейчас",
        "frozen_mark": "заморожен",
        "opted_out": "не участвует",
        "erased": "стёрто {day}; более старое не вернётся",
        "add": "Добавить телефон или почту",
        "orders": "Что сообщили о ваших заказах",
        "asked": "Кто о вас спрашивал",
        "cases": "Ваши возражения",
        "cases_open": "открытых: {n}",
        "mail_words": "По одной почте белый список не виден: завести её ничего не стоит. Магазины "
        "видят его по телефону или там, где вы показали белый пропуск.",
        "needs": "Что нужно для белого списка",
        "leave": "Выйти",
    },
}

OTHERS: Final = {
    EN: {
        "one": "{n} more is linked to you. To see what is known about it, prove it again.",
        "other": "{n} more are linked to you. To see what is known about them, prove them again.",
    },
    RU: {
        "one": "С вами связан ещё {n}. Чтобы увидеть, что о нём известно, подтвердите его снова.",
        "few": "С вами связаны ещё {n}. Чтобы увидеть, что о них известно, подтвердите их снова.",
        "many": "С вами связаны ещё {n}. Чтобы увидеть, что о них известно, подтвердите их снова.",
        "other": "С вами связаны ещё {n}. Чтобы увидеть, что о них известно, подтвердите их снова.",
    },
}

WOULD_BE: Final = {
    EN: {
        "one": "{n} more paid order would make the level “{level}”{shops}.",
        "other": "{n} more paid orders would make the level “{level}”{shops}.",
    },
    RU: {
        "one": "Ещё {n} оплаченный заказ{shops} — и уровень станет «{level}».",
        "few": "Ещё {n} оплаченных заказа{shops} — и уровень станет «{level}».",
        "many": "Ещё {n} оплаченных заказов{shops} — и уровень станет «{level}».",
        "other": "Ещё {n} оплаченных заказа{shops} — и уровень станет «{level}».",
    },
}
AT_SHOPS: Final = {EN: ", at two different shops", RU: " в двух разных магазинах"}

ASKED: Final = {
    EN: {
        "title": "Who asked about you",
        "words": "Every question of a shop is kept here for you. The shop heard a level, a rounded "
        "risk and an advice on payment; if you take part in the white list, also roughly how many "
        "orders you paid. It heard no name, no other shop and no day.",
        "empty": "Nobody has asked about you.",
        "day": "Day",
        "shop": "Shop",
        "purpose": "For what",
        "unknown_shop": "a shop that has left",
    },
    RU: {
        "title": "Кто о вас спрашивал",
        "words": "Здесь хранится каждый запрос магазина. Магазин узнал уровень, округлённый риск и "
        "совет об оплате, а если вы участвуете в белом списке — ещё и примерное число оплаченных "
        "заказов. Ни имени, ни других магазинов, ни дней он не узнал.",
        "empty": "О вас никто не спрашивал.",
        "day": "День",
        "shop": "Магазин",
        "purpose": "Зачем",
        "unknown_shop": "магазин, который вышел",
    },
}
