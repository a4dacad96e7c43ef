"""What the demo says, in English and in Russian."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Every sentence of the demo in one language."""

    title: str
    keys: str
    starting: str
    admitting: str
    sending: str
    sent: str
    restarting: str
    table: str
    columns: tuple[str, str, str, str, str]
    buyers: Mapping[str, str]
    usual: str
    reading: str
    log: str
    urls: tuple[tuple[str, str], ...]
    desks: tuple[str, str]
    test_key: str
    live_key: str
    paste: str
    lines: Mapping[str, str]
    serving: str
    stopped: str


ENGLISH: Final = Texts(
    title="Bonafide: three shops share how their orders ended",
    keys="making keys and an empty database in {folder}",
    starting="starting the service on {url}, ten days ago",
    admitting="three shops join: {shops}",
    sending="orders reported",
    sent="{count} orders reported; not one phone number left the shops",
    restarting="ten days pass: failures begin to count, the night job measures the usual risk",
    table="Four buyers order at “{shop}” with payment on delivery. Should it ship?",
    columns=("Buyer", "Level", "Risk", "Advice", "Why"),
    buyers={
        "good": "Pays at other shops",
        "bad": "Let two other shops down",
        "unknown": "Never seen anywhere",
        "opted_out": "Opted out of the registry",
    },
    usual="{risk}\n(usual {base})",
    reading="“Unknown” is neither good nor bad, and no answer ever says: do not sell.",
    log="The log that nobody can rewrite: {size} entries under the signed checkpoint\n"
    "  {origin} {size} {root}\nThe last order's entry {entry} is proven to stand in it.",
    urls=(
        (
            "A customer's own page (sign in as +7 000 200 00 05, who refused order {order} of "
            "“{shop}” and may contest it, or as +7 000 200 00 01, who pays; the code comes to "
            "service.log in the demo's folder)",
            "/me",
        ),
        ("API to try out", "/docs"),
        ("The rules in words", "/policy"),
        ("The rules as JSON", "/v1/policy"),
        ("OpenAPI", "/openapi.json"),
    ),
    desks=(
        "The desk of “{shop}” (this link makes its owner's account, once)",
        "The admins' desk (this link makes one account, once; an authenticator app is needed)",
    ),
    test_key="test key (its people are made up)",
    live_key="live key of “{shop}”",
    paste="Paste a line into another terminal:",
    lines={
        "params": "the public key that clients pin",
        "digest": "look up the test person who is always good (+7 000 000 00 01)",
        "ref": "look up the buyer who let two shops down, by the shop's own ref",
        "report": "report that a test person's order was paid",
        "proof": "the proof that the last order's entry stands in the log (RFC 6962)",
    },
    serving="Serving. Stop with Ctrl-C; the next start begins anew, with new keys and links.",
    stopped="The service is stopped.",
)

RUSSIAN: Final = Texts(
    title="Bonafide: три магазина делятся тем, чем кончились их заказы",
    keys="создаём ключи и пустую базу в {folder}",
    starting="запускаем сервис на {url}, десять дней назад",
    admitting="вступают три магазина: {shops}",
    sending="сообщено о заказах",
    sent="сообщено о заказах: {count}; ни один номер телефона не покинул магазины",
    restarting="проходит десять дней: срывы начинают учитываться, ночью измерен обычный риск",
    table="Четыре покупателя заказывают в «{shop}» с оплатой при получении. Отправлять?",
    columns=("Покупатель", "Уровень", "Риск", "Совет", "Почему"),
    buyers={
        "good": "Платит в других магазинах",
        "bad": "Подвёл два других магазина",
        "unknown": "Нигде не встречался",
        "opted_out": "Отказался от участия",
    },
    usual="{risk}\n(обычно {base})",
    reading="«Неизвестный» — ни хорошо, ни плохо; и ни один ответ не говорит «не продавайте».",
    log="Журнал, который нельзя переписать; записей под подписанной отметкой: {size}\n"
    "  {origin} {size} {root}\nДоказано, что запись последнего заказа {entry} стоит в нём.",
    urls=(
        (
            "Страница покупателя (вход: +7 000 200 00 05, он отказался от заказа {order} в "
            "«{shop}» и может это оспорить, или +7 000 200 00 01, он платит; код придёт в "
            "service.log в папке демо)",
            "/me",
        ),
        ("API, можно попробовать", "/docs"),
        ("Правила словами", "/policy"),
        ("Правила в JSON", "/v1/policy"),
        ("OpenAPI", "/openapi.json"),
    ),
    desks=(
        "Рабочий стол магазина «{shop}» (по ссылке один раз создаётся запись владельца)",
        "Стол администраторов (по ссылке один раз создаётся запись; нужен аутентификатор)",
    ),
    test_key="тестовый ключ (люди за ним выдуманы)",
    live_key="боевой ключ магазина «{shop}»",
    paste="Вставьте строку в другом терминале:",
    lines={
        "params": "открытый ключ, который запоминают клиенты",
        "digest": "спросить о тестовом покупателе, который всегда хорош (+7 000 000 00 01)",
        "ref": "спросить о подвёдшем два магазина по ссылке, что хранит сам магазин",
        "report": "сообщить, что заказ тестового покупателя оплачен",
        "proof": "доказательство, что запись последнего заказа стоит в журнале (RFC 6962)",
    },
    serving="Сервис работает. Остановить: Ctrl-C; следующий запуск начнёт всё заново, с новыми "
    "ключами и ссылками.",
    stopped="Сервис остановлен.",
)

TEXTS: Final = {"en": ENGLISH, "ru": RUSSIAN}
