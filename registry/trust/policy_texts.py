"""The sentences of the policy page, in both languages."""

from typing import Final

from registry.kernel.web.language import Language

PAGE: Final = {
    Language.EN: {
        "title": "How a level comes about",
        "version": "Policy {version}, model {model}",
        "words": [
            "Shops report how single orders ended. Nobody's name, number or address is kept: the "
            "registry holds rows that it cannot turn back into a person.",
            "A paid order speaks for a person, an order that failed by their doing speaks against "
            "them. Failures caused by the courier, the shop or by force of nature count nothing.",
            "Older reports count less and then nothing. One shop alone never puts anybody on "
            "watch, and later paid orders make good for a parcel left behind.",
            "What a new shop reports against somebody counts little at first, more with every day, "
            "and in full once another shop that is believed saw the same.",
            "From this follows a risk: how likely the next order fails, beside the network's "
            "usual rate. Unknown is neither good nor bad.",
            "The answer to a shop advises on payment terms. It never says to refuse a sale.",
            "A report against somebody waits a week before it counts, so that they can answer. "
            "Everybody can see, contest and erase what is kept about them.",
        ],
        "levels": "The four levels",
        "level_words": [
            "Watch: at least {watch_shops} independent shops reported failed orders that still "
            "count, and the risk is at least {watch_times_base:g} times the usual.",
            "White: the person joined with their phone, has at least {white_paid} paid orders at "
            "{white_shops} shops, and none that failed by their doing in {white_clear_days} days.",
            "Good: at least {good_paid} paid orders, and a risk no higher than the usual one.",
            "Unknown: everybody else. Nothing is wrong with them.",
            "A level is the same in every shop. Once reached it is left only clearly past its "
            "threshold, by {margin:.0%}, so that it does not flicker.",
        ],
        "reliability": "Does it come true?",
        "reliability_words": "Orders of the last half-year, each judged with what was known before "
        "it and put beside what then happened. A point on the line means that the prediction was "
        "right; the stroke shows where chance alone would put it 19 times in 20. Counted on {day}.",
        "not_counted": "Not enough orders have been counted yet: the diagram needs at least 50 of "
        "about the same risk.",
        "diagram": "Observed share of failed orders above the predicted one",
        "shown": "Risk shown, %",
        "predicted": "Predicted, %",
        "observed": "Failed, %",
        "expected": "By chance, %",
        "orders": "Orders",
        "constants": "Every constant and its reason",
        "name": "Name",
        "value": "Value",
        "reason": "Reason",
    },
    Language.RU: {
        "title": "Как получается уровень",
        "version": "Правила {version}, модель {model}",
        "words": [
            "Магазины сообщают, чем закончились отдельные заказы. Имена, телефоны и адреса не "
            "хранятся: строки реестра нельзя превратить обратно в человека.",
            "Оплаченный заказ говорит за человека, заказ, сорванный по его вине, — против. Срывы "
            "по вине курьера, магазина или непреодолимой силы не учитываются вовсе.",
            "Старые записи весят меньше, а потом ничего. Один магазин никогда не ставит человека "
            "под наблюдение, а более поздние оплаченные заказы заглаживают невыкупленную посылку.",
            "Срыв, о котором сообщил новый магазин, сначала весит мало, с каждым днём больше, а в "
            "полную силу — когда то же видел и другой магазин, которому верят.",
            "Отсюда получается риск: насколько вероятно, что следующий заказ сорвётся, рядом с "
            "обычной долей по сети. «Неизвестно» — это ни хорошо, ни плохо.",
            "Ответ магазину советует условия оплаты. Он никогда не советует отказать в продаже.",
            "Запись против человека ждёт неделю, прежде чем учитываться, чтобы он мог ответить. "
            "Каждый может посмотреть, оспорить и стереть то, что о нём хранится.",
        ],
        "levels": "Четыре уровня",
        "level_words": [
            "Под наблюдением: не меньше {watch_shops} независимых магазинов сообщили о срывах, "
            "которые ещё учитываются, и риск не меньше чем в {watch_times_base:g} раза выше "
            "обычного.",
            "Белый: человек сам вступил со своим телефоном, оплатил не меньше {white_paid} заказов "
            "в {white_shops} магазинах, и за {white_clear_days} дней ни один не сорвался по его "
            "вине.",
            "Хороший: оплачено не меньше {good_paid} заказов, и риск не выше обычного.",
            "Неизвестный: все остальные. Ничего плохого это не значит.",
            "Уровень во всех магазинах один. Достигнутый уровень теряется только заметно за "
            "порогом, на {margin:.0%}, поэтому он не мигает.",
        ],
        "reliability": "Сбывается ли это?",
        "reliability_words": "Заказы за последние полгода: каждый оценён по тому, что было "
        "известно до него, и сопоставлен с тем, что случилось. Точка на линии означает, что "
        "прогноз верен; чёрточка показывает, где она окажется по одной случайности в 19 случаях из "
        "20. Подсчитано {day}.",
        "not_counted": "Заказов пока посчитано мало: для диаграммы нужно не меньше 50 с примерно "
        "одинаковым риском.",
        "diagram": "Доля сорванных заказов по сравнению с предсказанной",
        "shown": "Показанный риск, %",
        "predicted": "Предсказано, %",
        "observed": "Сорвано, %",
        "expected": "По случайности, %",
        "orders": "Заказов",
        "constants": "Все постоянные и их обоснование",
        "name": "Имя",
        "value": "Значение",
        "reason": "Обоснование",
    },
}

GROUPS: Final = {
    "weights": ("What a report weighs", "Сколько весит запись"),
    "caps": ("The most that one shop can say", "Сколько может сказать один магазин"),
    "reporters": ("How far a shop is believed", "Насколько верят магазину"),
    "prior": ("What is usual for such an order", "Что обычно для такого заказа"),
    "calibration": ("Keeping predictions true", "Чтобы прогнозы сбывались"),
    "levels": ("Levels", "Уровни"),
    "redemption": ("Making good", "Заглаживание"),
    "shown": ("What a shop is shown", "Что видит магазин"),
    "advice": ("Advice", "Советы"),
    "retention": ("How long what is kept", "Сколько что хранится"),
    "budgets": ("How much a shop may ask", "Сколько магазин может спрашивать"),
}
"""Headings of the constants: (English, Russian)."""
