"""What can be wrong with one field, where the sentence does not depend on the field."""

from collections.abc import Mapping
from typing import Final

FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "missing": {"en": "This field is required.", "ru": "Это поле обязательно."},
    "unknown_field": {"en": "There is no such field.", "ru": "Такого поля нет."},
    "null": {"en": "This field cannot be null.", "ru": "Это поле не может быть null."},
    "not_a_string": {"en": "Text is needed here.", "ru": "Здесь нужен текст."},
    "not_an_integer": {"en": "A whole number is needed.", "ru": "Здесь нужно целое число."},
    "not_a_number": {"en": "A number is needed here.", "ru": "Здесь нужно число."},
    "not_a_boolean": {"en": "true or false is needed.", "ru": "Здесь нужно true или false."},
    "not_a_list": {"en": "A list is needed here.", "ru": "Здесь нужен список."},
    "not_an_object": {"en": "An object is needed here.", "ru": "Здесь нужен объект."},
    "not_a_date": {
        "en": "A day is needed, written as YYYY-MM-DD.",
        "ru": "Здесь нужен день в виде ГГГГ-ММ-ДД.",
    },
}
