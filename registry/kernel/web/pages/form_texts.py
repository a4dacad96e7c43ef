"""What is wrong with a field and what to do: WTForms' own sentences in ours."""

from typing import Final

from registry.kernel.web.language import Language

MISTAKES: Final = {
    Language.EN: {
        "This field is required.": "Please fill this in.",
        "Not a valid integer value.": "Enter a whole number, for example 12.",
        "Not a valid decimal value.": "Enter a number, for example 3.5.",
        "Not a valid float value.": "Enter a number, for example 3.5.",
        "Not a valid date value.": "Enter a day such as 2026-11-26.",
        "Not a valid choice.": "Choose one of the answers offered.",
        "Not a valid choice": "Choose one of the answers offered.",
        "Field cannot be longer than %(max)d characters.": "At most %(max)d characters fit here.",
        "Field must be at least %(min)d characters long.": "Enter at least %(min)d characters.",
        "Field must be between %(min)d and %(max)d characters long.": "Enter between %(min)d and "
        "%(max)d characters.",
        "Field must be exactly %(max)d characters long.": "Enter exactly %(max)d characters.",
        "Date must be at least %(min)s.": "The day must not be before %(min)s.",
        "Date must be at most %(max)s.": "The day must not be after %(max)s.",
        "Date must be between %(min)s and %(max)s.": "Enter a day from %(min)s to %(max)s.",
        "Number must be at least %(min)s.": "Enter %(min)s or more.",
        "Number must be at most %(max)s.": "Enter %(max)s or less.",
        "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s.",
        "Invalid input.": "This cannot be taken as it stands: please check it.",
    },
    Language.RU: {
        "This field is required.": "Заполните это поле.",
        "Not a valid integer value.": "Введите целое число, например 12.",
        "Not a valid decimal value.": "Введите число, например 3,5.",
        "Not a valid float value.": "Введите число, например 3,5.",
        "Not a valid date value.": "Введите день, например 2026-11-26.",
        "Not a valid choice.": "Выберите один из предложенных ответов.",
        "Not a valid choice": "Выберите один из предложенных ответов.",
        "Field cannot be longer than %(max)d characters.": "Слишком длинно: предел %(max)d.",
        "Field must be at least %(min)d characters long.": "Слишком коротко: нужно "
        "самое меньшее %(min)d.",
        "Field must be between %(min)d and %(max)d characters long.": "Нужно знаков: "
        "от %(min)d до %(max)d.",
        "Field must be exactly %(max)d characters long.": "Нужно знаков: ровно %(max)d.",
        "Date must be at least %(min)s.": "День не раньше %(min)s.",
        "Date must be at most %(max)s.": "День не позже %(max)s.",
        "Date must be between %(min)s and %(max)s.": "День от %(min)s до %(max)s.",
        "Number must be at least %(min)s.": "Введите %(min)s или больше.",
        "Number must be at most %(max)s.": "Введите %(max)s или меньше.",
        "Number must be between %(min)s and %(max)s.": "Введите число от %(min)s до %(max)s.",
        "Invalid input.": "Это нельзя принять в таком виде: проверьте, пожалуйста.",
    },
}
