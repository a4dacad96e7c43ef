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
            "From this follows a risk: how likely the next order fails, beside the network's "
            "usual rate. Unknown is neither good nor bad.",
            "The answer to a shop advises on payment terms. It never says to refuse a sale.",
            "A report against somebody waits a week before it counts, so that they can answer. "
            "Everybody can see, contest and erase what is kept about them.",
        ],
        "reliability": "Does it come true?",
        "reliability_words": "Orders of the last year, each judged with what was known before it "
        "and put beside what then happened. A point on the line means that the prediction was "
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
            "Отсюда получается риск: насколько вероятно, что следующий заказ сорвётся, рядом с "
            "обычной долей по сети. «Неизвестно» — это ни хорошо, ни плохо.",
            "Ответ магазину советует условия оплаты. Он никогда не советует отказать в продаже.",
            "Запись против человека ждёт неделю, прежде чем учитываться, чтобы он мог ответить. "
            "Каждый может посмотреть, оспорить и стереть то, что о нём хранится.",
        ],
        "reliability": "Сбывается ли это?",
        "reliability_words": "Заказы за последний год: каждый оценён по тому, что было известно до "
        "него, и сопоставлен с тем, что случилось. Точка на линии означает, что прогноз верен; "
        "чёрточка показывает, где она окажется по одной случайности в 19 случаях из 20. "
        "Подсчитано {day}.",
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
