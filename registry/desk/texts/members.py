"""Keys with the lines to paste, and the shop's own people."""

from typing import Final

from bonafide.protocol.words import World
from registry.kernel.web.language import Language

KEYS: Final = {
    Language.EN: {
        "title": "Keys",
        "lead": "A program of yours shows a key with every request. Two may live at a time, so "
        "that a new one can take over before the old one goes.",
        "key": "Key",
        "world": "World",
        "scopes": "May",
        "scope_lookup": "ask",
        "scope_report": "report",
        "scope_manage": "manage the shop",
        "made": "Made",
        "ended": "Ended",
        "end": "End this key",
        "end_what": "Whatever program shows the {world} key {key} is refused within seconds, and "
        "an "
        "ended key never comes back. Is it still in use? Make a new key first and put it in its "
        "place.",
        "end_sure": "End it for good",
        "living": "living",
        "empty": "There is no key yet.",
        "issue": "Make a key",
        "issue_lead": "It may do everything. A test key sees a world of its own with people who "
        "always answer alike.",
        "make": "Make the key",
        "made_now": "Your new key",
        "once": "It is shown this once. Keep it where your program finds it and nobody else does.",
        "paste": "Lines to paste",
        "paste_lead": "In the folder with this project's sources (the package “bonafide” of the "
        "public "
        "index is somebody else's): install the client, then ask about a person of the test "
        "world:",
        "paste_live": "In the folder with this project's sources (the package “bonafide” of the "
        "public "
        "index is somebody else's): install the client and look whether everything is in order:",
        "limit": "Two keys of this world live already. End one first.",
        "ended_now": "The key is ended. Every request with it is refused within seconds.",
        "back": "To the keys",
        "other": "Another language or a shop system: the recipes in the documentation.",
    },
    Language.RU: {
        "title": "Ключи",
        "lead": "Ваша программа показывает ключ в каждом запросе. Одновременно действуют не "
        "больше двух: новый вступает раньше, чем уходит старый.",
        "key": "Ключ",
        "world": "Мир",
        "scopes": "Может",
        "scope_lookup": "спрашивать",
        "scope_report": "сообщать",
        "scope_manage": "управлять магазином",
        "made": "Создан",
        "ended": "Отозван",
        "end": "Отозвать ключ",
        "end_what": "Программы с этим ключом ({world}, {key}) через несколько секунд получат "
        "отказ, и "
        "вернуть отозванный ключ нельзя. Он ещё нужен? Сначала создайте новый и поставьте его на "
        "место старого.",
        "end_sure": "Отозвать навсегда",
        "living": "действует",
        "empty": "Ключей пока нет.",
        "issue": "Создать ключ",
        "issue_lead": "Он может всё. Тестовый ключ видит отдельный мир с людьми, которые всегда "
        "отвечают одинаково.",
        "make": "Создать ключ",
        "made_now": "Ваш новый ключ",
        "once": "Он показан один раз. Храните его там, где его найдёт ваша программа и никто "
        "больше.",
        "paste": "Строки для вставки",
        "paste_lead": "В папке с исходниками проекта (пакет «bonafide» из общего каталога — "
        "чужой): "
        "установите клиент и спросите о человеке из тестового мира:",
        "paste_live": "В папке с исходниками проекта (пакет «bonafide» из общего каталога — "
        "чужой): "
        "установите клиент и проверьте, всё ли в порядке:",
        "limit": "В этом мире уже действуют два ключа. Сначала отзовите один.",
        "ended_now": "Ключ отозван. Запросы с ним отклоняются через несколько секунд.",
        "back": "К ключам",
        "other": "Другой язык или система магазина: рецепты в документации.",
    },
}
WORLDS: Final = {
    Language.EN: {World.LIVE: "live", World.TEST: "test"},
    Language.RU: {World.LIVE: "рабочий", World.TEST: "тестовый"},
}
STAFF: Final = {
    Language.EN: {
        "title": "Staff",
        "lead": "Everybody has an account of their own. Staff see the whole desk and answer "
        "disputes; only owners change terms, keys and staff.",
        "name": "Name for signing in",
        "role": "Role",
        "role_owner": "owner",
        "role_staff": "staff",
        "second": "Second factor",
        "on": "on",
        "off": "off",
        "state": "Account",
        "open": "open",
        "closed": "closed",
        "close": "Close",
        "close_what": "{name} is signed out everywhere and cannot come in again. A closed account "
        "is not opened again; whoever returns is invited anew, under another name for signing in.",
        "close_sure": "Close it for good",
        "you": "you",
        "open_links": "Links that nobody has used yet",
        "until": "good until",
        "withdraw": "Void these links",
        "withdrawn": "The open links lead nowhere now. Make a new one for whoever still needs it.",
        "invite": "Invite somebody",
        "as": "As",
        "make_link": "Make a link",
        "link": "The link",
        "link_lead": "It makes one account, once, within three days, and is shown only now. Hand "
        "it over in person or by a messenger that you trust.",
        "closed_now": "The account is closed and signed out everywhere.",
        "back": "To the staff",
        "empty": "Nobody yet.",
    },
    Language.RU: {
        "title": "Сотрудники",
        "lead": "У каждого своя учётная запись. Сотрудники видят весь рабочий стол и отвечают на "
        "споры; условия, ключи и сотрудников меняют только владельцы.",
        "name": "Имя для входа",
        "role": "Роль",
        "role_owner": "владелец",
        "role_staff": "сотрудник",
        "second": "Второй фактор",
        "on": "включён",
        "off": "выключен",
        "state": "Запись",
        "open": "открыта",
        "closed": "закрыта",
        "close": "Закрыть",
        "close_what": "{name} больше нигде не сможет войти. Закрытую запись не открыть снова: "
        "того, "
        "кто вернётся, приглашают заново, с другим именем для входа.",
        "close_sure": "Закрыть навсегда",
        "you": "вы",
        "open_links": "Ссылки, по которым ещё никто не пришёл",
        "until": "действует до",
        "withdraw": "Отменить эти ссылки",
        "withdrawn": "Неиспользованные ссылки больше никуда не ведут. Кому она ещё нужна, создайте "
        "новую.",
        "invite": "Пригласить",
        "as": "Кем",
        "make_link": "Создать ссылку",
        "link": "Ссылка",
        "link_lead": "По ней создаётся одна учётная запись, один раз, в течение трёх дней; "
        "показана она только сейчас. Передайте её лично или через мессенджер, которому доверяете.",
        "closed_now": "Запись закрыта, выход выполнен везде.",
        "back": "К сотрудникам",
        "empty": "Пока никого.",
    },
}
