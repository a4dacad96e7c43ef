"""The contacts that are linked to a customer, and what removing one does."""

from typing import Any, Final

from registry.kernel.web.language import Language

LINKS: Final[dict[Language, dict[str, Any]]] = {
    Language.EN: {
        "title": "What lets in as you",
        "words": "Whoever holds one of these contacts can sign in as you, also after “Sign out "
        "everywhere”. Remove what you do not know or no longer have.",
        "here": "proven in this visit",
        "older": "It was linked before the contact that you came with: sign in with an older one "
        "to remove it.",
        "remove": "Remove",
        "removed": "Removed, and every other visit with your contacts is signed out.",
        "changed": "Meanwhile a contact was linked or removed. Look at the list again.",
        "act": {
            "title": "Remove a linked contact",
            "does": [
                "Whoever signs in with it is not you any more: no white list, no passes of yours.",
                "What was paid under it no longer counts for your white list. If it does not hold "
                "without that, it ends at once.",
                "White passes that are not spent yet end, and every other visit is signed out.",
                "Reports about it stay with it. You can link it again with a code.",
            ],
            "button": "Remove this contact",
        },
    },
    Language.RU: {
        "title": "С чем входят как вы",
        "words": "У кого есть один из этих контактов, тот войдёт как вы, даже после «Выйти везде». "
        "Уберите то, чего не знаете или чего у вас больше нет.",
        "here": "подтверждён сейчас",
        "older": "Он связан раньше контакта, с которым вы вошли: чтобы убрать его, войдите с более "
        "ранним.",
        "remove": "Убрать",
        "removed": "Убрано; все остальные входы с вашими контактами закончены.",
        "changed": "Тем временем контакт связали или убрали. Посмотрите список ещё раз.",
        "act": {
            "title": "Убрать связанный контакт",
            "does": [
                "Кто войдёт с ним — уже не вы: ни белого списка, ни ваших пропусков.",
                "Оплаченное с ним больше не считается для вашего белого списка. Если без этого его "
                "не хватает, он прекращается сразу.",
                "Непотраченные белые пропуска прекращаются, все остальные входы заканчиваются.",
                "Записи о нём остаются при нём. Связать его снова можно по коду.",
            ],
            "button": "Убрать этот контакт",
        },
    },
}
