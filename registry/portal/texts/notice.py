"""For shops: what to tell customers at the checkout, and the link that brings them back."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

TELL: Final = {
    EN: {
        "title": "Tell your customers",
        "words": "Shops that ask about their customers have to say so. Put this where an order is "
        "placed, and the same into your privacy notice. The link shows your customers what is kept "
        "about them, and leads them back to you.",
        "shop": "Name of your shop",
        "shop_needed": "Enter the name that your customers know.",
        "back": "Address to come back to",
        "back_hint": "For example https://shop.example/checkout. It has to begin with https.",
        "back_wrong": "Enter a whole address that begins with https:// and has no user name in it.",
        "way": "How do phone and e-mail reach the registry?",
        "blinded": "Not at all: our program, plugin or agent blinds them first",
        "handed": "We send digests (direct tier), or bring in past orders in the browser",
        "way_hint": "The text has to be true. If you are not sure, ask whoever connected the shop.",
        "make": "Make the text",
        "text": "Text for the checkout",
        "html": "For your page (HTML)",
    },
    RU: {
        "title": "Скажите покупателям",
        "words": "Магазин, который спрашивает о покупателях, обязан об этом сказать. Поставьте "
        "этот текст там, где оформляют заказ, и добавьте его в политику конфиденциальности. По "
        "ссылке "
        "покупатель увидит, что о нём хранится, и вернётся к вам.",
        "shop": "Название магазина",
        "shop_needed": "Введите название, которое знают покупатели.",
        "back": "Куда вернуть покупателя",
        "back_hint": "Например, https://shop.example/checkout. Адрес начинается с https.",
        "back_wrong": "Введите полный адрес, который начинается с https:// и без имени "
        "пользователя.",
        "way": "Как телефон и почта попадают в реестр?",
        "blinded": "Никак: программа, модуль или агент сначала их скрывает (ослепление)",
        "handed": "Мы отправляем дайджесты (прямой режим) или вносим прошлые заказы через браузер",
        "way_hint": "Текст должен быть правдой. Если не уверены, спросите того, кто подключал "
        "магазин.",
        "make": "Составить текст",
        "text": "Текст для оформления заказа",
        "html": "Для вашей страницы (HTML)",
    },
}

NOTICE: Final = {
    EN: "{shop} takes part in the Bonafide registry. Before sending an order we may ask how "
    "earlier orders with your phone or e-mail ended, and later we report how this one ended. "
    "{way} You can see what is kept about you, contest it, have it erased, or join the white "
    "list:",
    RU: "{shop} участвует в реестре Bonafide. Перед отправкой мы можем спросить, чем закончились "
    "прежние заказы с вашим телефоном или почтой, а потом сообщим, чем закончился этот. {way} "
    "Посмотреть, что о вас хранится, оспорить, стереть или войти в белый список можно здесь:",
}

WAYS: Final = {
    EN: {
        "blinded": "Your phone and e-mail are not handed over; a code is sent that cannot be read "
        "back.",
        "handed": "For that the registry receives your phone or e-mail, or a digest by which they "
        "can be recognised. It keeps neither for longer than an hour, and encrypted; what stays is "
        "a sealed mark that nobody can read back without its secret keys.",
    },
    RU: {
        "blinded": "Телефон и почта не передаются: вместо них уходит код, по которому их не "
        "узнать.",
        "handed": "Для этого реестр получает ваш телефон или почту либо дайджест, по которому их "
        "можно узнать. Дольше часа он их не хранит, и то зашифрованными; остаётся запечатанная "
        "метка, которую без его секретных ключей не прочесть.",
    },
}

FROM_SHOP: Final = {
    EN: {"come": "You come from the shop “{shop}”.", "back": "Back to {host}"},
    RU: {"come": "Вы пришли из магазина «{shop}».", "back": "Вернуться на {host}"},
}
