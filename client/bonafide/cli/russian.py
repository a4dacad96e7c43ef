"""The sentences of the command line in Russian, under the English ones that stand in the code."""

from collections.abc import Mapping

from bonafide.importer.spreadsheets import DAMAGED, MISSING, TOO_LARGE
from bonafide.protocol.errors import Refusal

RUSSIAN: Mapping[str, str] = {
    # argparse's own
    "options": "параметры",
    "error": "ошибка",
    "there are arguments too many: a phone with spaces in it stands in quotes": "слишком много "
    "аргументов: телефон с пробелами пишется в кавычках",
    "positional arguments": "аргументы",
    "show this help message and exit": "показать эту справку",
    # every command
    "Ask a Bonafide registry about a buyer and report how orders ended. Phones and addresses are "
    "blinded on this machine; the registry never sees one.": "Спросить реестр Bonafide о "
    "покупателе и сообщить, чем кончились заказы. Телефоны и адреса почты превращаются в слепые "
    "точки на этой машине; реестр их не видит.",
    "Environment: BONAFIDE_API_KEY (the shop's key), BONAFIDE_URL (the registry), "
    "BONAFIDE_LANGUAGE (en or ru).": "Переменные среды: BONAFIDE_API_KEY (ключ магазина), "
    "BONAFIDE_URL (реестр), BONAFIDE_LANGUAGE (en или ru).",
    "What stands on a command line is seen by every user of this machine who lists processes, and "
    "kept in the shell's history: on a shared machine give - and pass the phone, and on the next "
    "line the e-mail, on standard input.": "Командную строку видит каждый пользователь этой "
    "машины в списке процессов, и она остаётся в истории оболочки: на общей машине укажите - и "
    "передайте телефон, а следующей строкой почту, через стандартный ввод.",
    "the registry (default: BONAFIDE_URL)": "адрес реестра (по умолчанию BONAFIDE_URL)",
    "print one JSON document": "напечатать один документ JSON",
    # what the commands do
    "ask about a buyer": "спросить о покупателе",
    "say how an order ended": "сообщить, чем кончился заказ",
    "show how the answer to one of your lookups came about": "показать, как получился ответ на "
    "ваш запрос",
    "show what failed orders cost you, beside the network": "показать, во что обходятся сорванные "
    "заказы вам и всей сети",
    "replay your past orders: what would each piece of advice have done": "пересчитать ваши "
    "прошлые заказы: что дал бы каждый совет",
    "bring in past orders from csv, xlsx, xls or ods": "внести прошлые заказы из csv, xlsx, xls "
    "или ods",
    "answer programs of this machine on 127.0.0.1: raw phone in, answer out": "отвечать программам "
    "этой машины на 127.0.0.1: на входе телефон, на выходе ответ",
    "show or send the reports that wait in an outbox file": "показать или отправить отчёты, "
    "которые ждут в файле",
    "hand changes on to a program of this machine as signed webhooks": "передавать события "
    "программе на этой машине подписанными вебхуками",
    "check key, network, clock, log, proxy and libsodium, and say what to do": "проверить ключ, "
    "сеть, часы, журнал, прокси и libsodium и сказать, что делать",
    # who and which order
    "+7…, or - for standard input": "+7…, или - для стандартного ввода",
    "instead of the phone, or beside it": "почта вместо телефона или вместе с ним",
    "your number of the order or cart": "ваш номер заказа или корзины",
    "your number of the order": "ваш номер заказа",
    "default: dispatch": "зачем спрашиваете (по умолчанию dispatch: отправка)",
    "how it is paid (default: cod, cash on delivery)": "как платят (по умолчанию cod: при "
    "получении)",
    "such as 3490.00": "например 3490.00",
    "a label of your own: a region, a way of delivery": "ваша пометка: регион, способ доставки",
    # a report
    "how it ended": "чем кончился",
    "whose fault it was; only the customer's counts in full (default: unknown)": "чья вина; "
    "полностью считается только вина покупателя (по умолчанию unknown: неизвестно)",
    "what you could show (default: statement)": "чем подтвердите (по умолчанию statement: словами)",
    "default: today": "по умолчанию сегодня",
    "such as 3490.00; only its band is sent": "например 3490.00; отправится только диапазон",
    "instead of the amount": "диапазон вместо суммы",
    "its code in the registry's list, such as cdek": "код службы из списка реестра, например cdek",
    "the answer that came before the dispatch": "ответ, полученный перед отправкой",
    "when the customer was told; a negative report counts for others only then": "когда сказали "
    "покупателю; без этого плохой отчёт для других не считается",
    "the next number for a correction": "для исправления — следующий номер",
    # figures
    "the id of an answer, lkp_…": "номер ответа, lkp_…",
    "such as 2026-Q3": "например 2026-Q3",
    "newest orders, in steps of 500 (at most 5000; default 2000)": "сколько последних заказов, "
    "шагами по 500 (не больше 5000; по умолчанию 2000)",
    # an import
    "a table with one order a row": "таблица, по заказу в строке",
    "which title a column has, such as phone=Contact; may be repeated": "заголовок столбца, "
    "например phone=Контакт; можно повторять",
    "what a word of yours means, such as Lost=refused; may be repeated": "что значит ваше слово, "
    "например Невыкуп=refused; можно повторять",
    "where the table has no amounts": "если в таблице нет сумм",
    "default: UTF-8, else cp1251": "по умолчанию UTF-8, иначе cp1251",
    "of phones without + (default: RU)": "страна телефонов без + (по умолчанию RU)",
    "default: FILE.errors.csv": "по умолчанию FILE.errors.csv",
    "check every row, send nothing": "проверить все строки, ничего не отправляя",
    # agent, outbox, webhooks
    "default: %(default)s": "по умолчанию %(default)s",
    "where the token, the refs and the waiting reports are kept (default: ~/.bonafide)": "где "
    "лежат токен, ссылки и ждущие отчёты (по умолчанию ~/.bonafide)",
    "without the registry: ship, ask for prepayment, or an error (default: open)": "без реестра: "
    "отправлять, просить предоплату или ошибка (по умолчанию open: отправлять)",
    "say what waits, or send it now": "status: что ждёт, flush: отправить сейчас",
    "the outbox": "файл с отчётами",
    "ask for changes, hand them on": "спрашивать о событиях и передавать их",
    "such as http://127.0.0.1:3000/bonafide": "например http://127.0.0.1:3000/bonafide",
    "how often to ask": "как часто спрашивать",
    "hand on what there is, then end": "передать то, что есть, и закончить",
    # errors that a person at a terminal meets
    "the registry cannot be reached": "реестр недоступен",
    "the registry did not answer in time": "реестр не ответил вовремя",
    "the time for this call is spent": "время на этот запрос истекло",
    "the connection to the registry broke": "связь с реестром оборвалась",
    "the answer is too long": "ответ слишком длинный",
    "the answer is not a JSON object": "это не ответ реестра",
    "the registry has just failed several times in a row": "реестр только что несколько раз не "
    "ответил",
    "an API key begins with bf_live_ or bf_test_": "ключ начинается с bf_live_ или bf_test_",
    "base_url begins with https:// (http:// on your own machine only)": "адрес реестра начинается "
    "с https:// (http:// только на своей машине)",
    "an amount is a number that is not negative": "сумма — неотрицательное число",
    "give a phone, an --email, or - to read them from standard input": "укажите телефон, --email "
    "или - для стандартного ввода",
    "the file has no rows": "в файле нет строк",
    TOO_LARGE: "таблица охватывает больше ячеек, чем можно прочитать: скопируйте заполненные "
    "строки и столбцы на новый лист или сохраните её как CSV",
    DAMAGED: "таблица не читается: откройте её, сохраните снова или сохраните как CSV",
    MISSING: "для таблиц XLSX, XLS и ODS нужен python-calamine: pip install "
    "'./client[spreadsheets]' в исходниках проекта, или сохраните таблицу как CSV",
    "a report needs an amount or an amount_band": "отчёту нужна сумма или её диапазон",
    "the answer lacks what every registry says": "это не ответ реестра",
    "the registry shows another key than the one it was pinned to": "у реестра другой ключ, не "
    "тот, что запомнила эта машина",
    "the registry used another key than the one it publishes": "реестр считал не тем ключом, "
    "который он объявил",
    "the registry evaluates with a key that it does not publish": "реестр считал ключом, которого "
    "он не объявлял",
    "the log became shorter": "журнал стал короче",
    "the log is gone": "журнал исчез",
    "the log was rewritten": "журнал переписан",
    "the log does not hold what a receipt promised": "в журнале нет того, что обещала квитанция",
    "the checkpoint is not signed by the known key": "отметка журнала подписана чужим ключом",
    "Missing data for required field.": "не заполнено",
    # the agent's, to a program
    "call 127.0.0.1 by that name": "обращайтесь к 127.0.0.1 по этому имени",
    "the agent does not talk to web pages": "агент не отвечает веб-страницам",
    "send the token as: Authorization: Bearer …": "передайте токен: Authorization: Bearer …",
    "send a Content-Length": "передайте Content-Length",
    "send JSON or form fields in UTF-8": "передайте JSON или поля формы в UTF-8",
    "order_ref is needed": "нужно поле order_ref",
    "order_ref and outcome are needed; days are YYYY-MM-DD": "нужны поля order_ref и outcome; "
    "даты пишутся ГГГГ-ММ-ДД",
    "the registry knows no such key: BONAFIDE_API_KEY is wrong or was revoked": "реестр не знает "
    "такого ключа: в BONAFIDE_API_KEY ошибка, или ключ отозван",
    "missing": "не заполнено",
    "not understood": "не понято",
    "in the future": "этот день ещё не наступил",
    "write a day as 2026-11-20 or 20.11.2026": "день пишется так: 2026-11-20 или 20.11.2026",
    "write an amount as 3490, 3490.00 or '3 490,00'": "сумма "
    "пишется так: 3490, 3490.00 или '3 490,00'",
}
PATTERNS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"не хватает: \1"),
    (r"argument (\S+): invalid choice: '.*' \(choose from (.*)\)", r"\1: выберите из \2"),
    (r"argument (\S+): expected one argument", r"\1: не хватает значения"),
    (r"argument (\S+): invalid (?:int|float) value: '.*'", r"\1: нужно число"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1: не вместе с \2"),
    (r"one of the arguments (.*) is required", r"нужно одно из: \1"),
    (r"argument (\S+): (.*)", r"\1: \2"),
    (
        r"--map takes column=Title; the columns are (.*)",
        r"--map пишется столбец=Заголовок; столбцы: \1",
    ),
    (
        r"--outcome takes WORD=outcome; the outcomes are (.*)",
        r"--outcome пишется СЛОВО=исход; исходы: \1",
    ),
    (r"there is no column with the title of (--map .*)", r"в таблице нет заголовка из \1"),
    (
        r"give 1 to (\d+) phones and e-mail addresses of one person",
        r"укажите телефоны и адреса почты одного человека, всего от 1 до \1",
    ),
    (
        r"(.*) is neither UTF-8 nor cp1251 text: give --encoding",
        r"\1: ни UTF-8, ни cp1251; укажите --encoding",
    ),
    (r"(\w+) must not be empty", r"пустое поле \1"),
    (r"(\w+) must be one of (.*)", r"\1: одно из \2"),
    (r"Must be one of: (.*?)\.?", r"одно из: \1"),
    (r"\w+ lies in the future", "этот день ещё не наступил"),
    (r"the fields are (.*)", r"поля: \1"),
    (r"send at most (\d+) bytes", r"не больше \1 байт"),
    (r"the outbox file cannot be used: (.*)", r"файл с отчётами не читается: \1"),
)
"""Errors that name something: a regular expression of the English one, and the Russian one."""
KINDS: Mapping[str, str] = {"phone": "телефон", "email": "адрес почты"}
REASONS: Mapping[str, str] = {
    Refusal.EMPTY: "пусто",
    Refusal.BAD_CHARACTER: "лишний знак",
    Refusal.MISPLACED_PLUS: "плюс не на месте",
    Refusal.UNKNOWN_REGION: "неизвестный регион",
    Refusal.UNKNOWN_COUNTRY: "неизвестный код страны",
    Refusal.NOT_A_NUMBER: "это не номер",
    Refusal.TOO_SHORT: "слишком коротко",
    Refusal.TOO_LONG: "слишком длинно",
    Refusal.WRONG_LENGTH: "не та длина",
    Refusal.LOCAL_ONLY: "нет кода города",
    Refusal.DIGITS_CHANGED: "такого номера нет",
    Refusal.AT_SIGN: "нужен один знак @",
    Refusal.BAD_LOCAL_PART: "неверная часть до @",
    Refusal.ADDRESS_LITERAL: "вместо домена указан адрес машины",
    Refusal.TRAILING_DOT: "точка в конце",
    Refusal.BAD_DOMAIN: "неверный домен",
    Refusal.EMPTY_AFTER_FOLDING: "до @ ничего не осталось",
    Refusal.NOT_CANONICAL_FORM: "не в единой записи",
}
