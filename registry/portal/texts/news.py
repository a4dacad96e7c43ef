"""Where a customer wants to be told of news."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

NEWS: Final = {
    EN: {
        "title": "Be told of news",
        "words": "If you like, we write to you when a shop reports something against you, and when "
        "something happens in an objection of yours. The address is kept sealed, only for that, "
        "until you take it away.",
        "has": "An address is kept. News go there.",
        "has_not": "No address is kept: nobody writes to you.",
        "drop": "Write to me no more",
        "dropped": "The address is gone: nobody writes to you.",
        "confirmed": "From now on news go to this address.",
        "give": "Give an address",
        "change": "Give another address",
        "confirm": "Confirm",
    },
    RU: {
        "title": "Получать новости",
        "words": "Если хотите, мы напишем вам, когда магазин сообщит что-то против вас и когда "
        "что-то произойдёт с вашим возражением. Адрес хранится запечатанным, только для этого, "
        "пока вы его не уберёте.",
        "has": "Адрес есть, новости приходят туда.",
        "has_not": "Адреса нет: вам никто не пишет.",
        "drop": "Больше мне не писать",
        "dropped": "Адрес убран: вам никто не пишет.",
        "confirmed": "Теперь новости приходят на этот адрес.",
        "give": "Назвать адрес",
        "change": "Назвать другой адрес",
        "confirm": "Подтвердить",
    },
}
