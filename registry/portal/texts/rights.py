"""The frame around what the law wants a person to be told, and around the export."""

from typing import Final

from registry.kernel.web.language import Language

EN, RU = Language.EN, Language.RU

RIGHTS: Final = {
    EN: {
        "title": "What is kept, and your rights",
        "words": "This is everything that the law wants you to be told, in plain words. What "
        "exactly is kept about you stands on your own page once you have signed in.",
        "mine": "To my page",
    },
    RU: {
        "title": "Что хранится, и ваши права",
        "words": "Здесь простыми словами всё, о чём закон велит вам рассказать. Что именно о вас "
        "хранится, видно на вашей странице после входа.",
        "mine": "На мою страницу",
    },
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
