"""What an admin looks at, and whose word it is that a contact is shared."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

_WISH_EN: Final = (
    "You asked for this on {day}, for the second time within a year, so an admin decides; until "
    "then shops hear “unknown”."
)
_WISH_RU: Final = (
    "Вы попросили об этом {day}, второй раз за год, поэтому решит администратор; до тех пор "
    "магазинам отвечают «неизвестно»."
)

REVIEWS: Final = {
    EN: {
        "erasure": _WISH_EN,
        "new_number": _WISH_EN,
        "doubt": "One shop reported a failed order. An admin has been looking at it since {day}; "
        "until that is decided you stay on the white list.",
        "shared": "Orders name a contact of yours with many others. An admin has been looking at "
        "it since {day}; until that is decided it counts as a shared contact.",
    },
    RU: {
        "erasure": _WISH_RU,
        "new_number": _WISH_RU,
        "doubt": "Один магазин сообщил о сорванном заказе. С {day} это рассматривает "
        "администратор; пока решения нет, вы остаётесь в белом списке.",
        "shared": "Один из ваших контактов стоит в заказах вместе со многими другими. С {day} это "
        "рассматривает администратор; пока решения нет, контакт считается общим.",
    },
}

SHARED: Final = {
    EN: {
        "customer": "shared contact: you said that others use it too",
        "admin": "shared contact: so an admin decided",
        "partners": "shared contact: orders name it with many other phones and e-mails",
    },
    RU: {
        "customer": "общий контакт: вы отметили, что им пользуются и другие",
        "admin": "общий контакт: так решил администратор",
        "partners": "общий контакт: в заказах он стоит вместе со многими другими телефонами и "
        "адресами",
    },
}
