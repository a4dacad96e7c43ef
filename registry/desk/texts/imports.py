"""Bringing past orders in through the browser."""

from typing import Final

from bonafide.importer.columns import Column
from registry.kernel.web.language import Language

IMPORT: Final = {
    Language.EN: {
        "title": "Past orders",
        "lead": "They show what failed orders cost you, and your regulars are known from the "
        "first day. Imported orders never hurt anybody elsewhere by themselves: a failure counts "
        "for other shops only as the published rules allow.",
        "safest": "The better way: from your own machine",
        "safest_lead": "The client blinds phones before anything leaves your machine. These "
        "lines, in the folder with this project's sources, install it and read the same tables:",
        "here": "In this browser",
        "here_lead": "The file is encrypted under a key that only this browser holds and deleted "
        "after an hour; the registry sees the phones for as long as it reads a row. Say so in "
        "your privacy notice.",
        "not_direct": "Uploading shows phones to the registry for a moment, so an admin has to "
        "allow it for your shop (“direct tier”). Until then use the lines above.",
        "file": "Table of orders",
        "file_hint": "CSV (UTF-8 or Windows-1251; comma, semicolon or tab), XLSX, XLS or ODS; up "
        "to 1.9 MB and 50,000 rows. The first row names the columns.",
        "template": "A table to start from",
        "template_outcome": "paid",
        "upload": "Look at it first",
        "left": "People that you may still bring in: {people}",
        "no_left": "You have no leave to bring people in. Ask the registry for an import "
        "allowance: {contact}",
        "wrong_form": "This is no CSV, XLSX, XLS or ODS file.",
        "wrong_empty": "There is nothing below the header in this file.",
        "wrong_too_many_rows": "More than 50,000 rows: divide the file, or use the client.",
        "wrong_too_large": "It unpacks to more than can be read here: save it as CSV.",
        "wrong_too_wide": "It spans more cells than can be read here: copy the filled rows and "
        "columns to a new sheet, or save it as CSV.",
        "wrong_encoding": "Neither UTF-8 nor Windows-1251 text: save it as CSV in UTF-8.",
        "wrong_damaged": "The file cannot be read. Open it in your spreadsheet and save it again.",
        "wrong_none": "Choose a file.",
        "no_leave": "You have no leave to bring people in, so the import stops at the first "
        "person whom "
        "you never reported before. Ask the registry for an import allowance first: {contact}",
        "little_leave": "You may bring in {people} people, and the table has {good} orders. When "
        "the "
        "leave is used up, the import waits and says so.",
        "running": "An import is under way here: {done} of {total} rows.",
        "to_running": "Go on with it",
        "dry": "Dry run: nothing was written yet",
        "dry_lead": "{total} rows. {good} can be taken, {failed} cannot.",
        "read": "How the orders ended, as it was understood",
        "read_outcome": "Read as",
        "read_orders": "Orders",
        "read_words": "What the table says",
        "read_note": "Is a word read as something else than you mean? Write the right one in its "
        "place "
        "in the table, and upload it again.",
        "known": "Words for the status that are understood",
        "known_lead": "Capitals, ё and е, dots and dashes do not matter. Another word is not "
        "understood: "
        "replace it in the table, or name it to the client with --outcome 'WORD=outcome'. Leave "
        "out orders that are still under way.",
        "columns": "Which column is which",
        "column_none": "not in this table",
        "missing": "Still missing: {what}. Without it nothing can be imported.",
        "again": "Look again",
        "go": "Bring in {good} orders",
        "complaints": "Rows that cannot be taken",
        "line": "Line",
        "column": "Column",
        "reason": "What is wrong",
        "first_of": "The first {shown} of {failed}.",
        "progress": "Bringing in",
        "done_of": "{done} of {total} rows looked at: {taken} taken, {failed} not.",
        "continue": "Go on",
        "continue_lead": "Without JavaScript press this until it is finished.",
        "stopped": "Your leave to bring people in is used up for now. What was taken is safe; go "
        "on here within the hour when you have more, or later with the same file: an order that "
        "comes twice is one order.",
        "finished": "Finished",
        "to_figures": "See what failed orders cost you",
        "discard": "Delete the upload",
        "discarded": "The upload is deleted.",
        "gone": "The upload is gone: an hour has passed, or this browser does not hold its key. "
        "Upload the file again; orders that were taken stay one.",
        "download": "All of them as CSV",
    },
    Language.RU: {
        "title": "Прошлые заказы",
        "lead": "Станет видно, во что обходятся срывы, а постоянные покупатели будут известны с "
        "первого дня. Внесённые заказы сами по себе никому в других магазинах не вредят: срыв "
        "учитывается у других только так, как разрешают опубликованные правила.",
        "safest": "Лучше: со своего компьютера",
        "safest_lead": "Клиент ослепляет телефоны раньше, чем что-либо покинет ваш компьютер. Эти "
        "строки, в папке с исходниками проекта, ставят его и читают те же таблицы:",
        "here": "В этом браузере",
        "here_lead": "Файл шифруется ключом, который есть только у этого браузера, и удаляется "
        "через час; телефоны реестр видит, пока читает строку. Укажите это в своей политике "
        "конфиденциальности.",
        "not_direct": "При загрузке реестр на мгновение видит телефоны, поэтому её разрешает "
        "магазину администратор («прямой режим»). До тех пор пользуйтесь строками выше.",
        "file": "Таблица заказов",
        "file_hint": "CSV (UTF-8 или Windows-1251; запятая, точка с запятой, табуляция), XLSX, "
        "XLS или ODS; до 1,9 МБ и 50 000 строк. В первой строке — названия столбцов.",
        "template": "Таблица-образец",
        "template_outcome": "выкуплен",
        "upload": "Сначала посмотреть",
        "left": "Сколько людей ещё можно внести: {people}",
        "no_left": "Вносить людей пока нельзя. Попросите у реестра разрешение: {contact}",
        "wrong_form": "Это не CSV, XLSX, XLS и не ODS.",
        "wrong_empty": "В файле нет ничего, кроме заголовка.",
        "wrong_too_many_rows": "Больше 50 000 строк: разделите файл или возьмите клиент.",
        "wrong_too_large": "В распакованном виде файл слишком велик: сохраните его как CSV.",
        "wrong_too_wide": "Таблица охватывает больше ячеек, чем можно прочитать: скопируйте "
        "заполненные строки и столбцы на новый лист или сохраните её как CSV.",
        "wrong_encoding": "Это не UTF-8 и не Windows-1251: сохраните как CSV в UTF-8.",
        "wrong_damaged": "Файл не читается. Откройте его в таблице и сохраните заново.",
        "wrong_none": "Выберите файл.",
        "no_leave": "Вносить людей вам пока не разрешено, и загрузка остановится на первом, о ком "
        "вы ещё "
        "не сообщали. Сначала попросите у реестра разрешение: {contact}",
        "little_leave": "Внести можно людей: {people}, а заказов в таблице {good}. Когда "
        "разрешение "
        "исчерпается, загрузка остановится и скажет об этом.",
        "running": "Здесь идёт загрузка: строк {done} из {total}.",
        "to_running": "Продолжить её",
        "dry": "Проба: пока ничего не записано",
        "dry_lead": "Строк: {total}. Можно внести: {good}, нельзя: {failed}.",
        "read": "Чем закончились заказы, как мы это поняли",
        "read_outcome": "Понято как",
        "read_orders": "Заказов",
        "read_words": "Что стоит в таблице",
        "read_note": "Слово понято не так, как вы имели в виду? Замените его в таблице подходящим "
        "и "
        "загрузите её снова.",
        "known": "Какие слова в столбце статуса понятны",
        "known_lead": "Заглавные буквы, ё и е, точки и дефисы не важны. Другое слово понято не "
        "будет: "
        "замените его в таблице или назовите клиенту: --outcome 'СЛОВО=исход'. Заказы, которые ещё "
        "в пути, уберите.",
        "columns": "Какой столбец что значит",
        "column_none": "нет в этой таблице",
        "missing": "Не хватает: {what}. Без этого вносить нечего.",
        "again": "Посмотреть ещё раз",
        "go": "Внести заказы: {good}",
        "complaints": "Строки, которые внести нельзя",
        "line": "Строка",
        "column": "Столбец",
        "reason": "Что не так",
        "first_of": "Первые {shown} из {failed}.",
        "progress": "Вносим",
        "done_of": "Просмотрено строк: {done} из {total}, внесено {taken}, не внесено {failed}.",
        "continue": "Дальше",
        "continue_lead": "Без JavaScript нажимайте, пока не закончится.",
        "stopped": "Разрешение вносить людей пока исчерпано. Внесённое сохранено; продолжите здесь "
        "в течение часа, когда появится новое, или позже с тем же файлом: заказ, внесённый "
        "дважды, остаётся одним.",
        "finished": "Готово",
        "to_figures": "Посмотреть, во что обходятся срывы",
        "discard": "Удалить загруженное",
        "discarded": "Загруженное удалено.",
        "gone": "Загруженного больше нет: прошёл час, или у этого браузера нет ключа. Загрузите "
        "файл снова; внесённые заказы не удвоятся.",
        "download": "Все сразу, CSV",
    },
}
COLUMNS: Final = {
    Language.EN: {
        Column.PHONE: "Phone",
        Column.EMAIL: "E-mail",
        Column.ORDER_REF: "Order number",
        Column.OUTCOME: "Status",
        Column.OCCURRED_ON: "Date",
        Column.AMOUNT: "Amount",
        Column.PAYMENT: "Payment",
        Column.FAULT: "Whose fault",
        Column.EVIDENCE: "Proof",
        Column.COURIER: "Courier",
        Column.SEGMENT: "Segment",
        Column.TOLD_ON: "Customer told on",
    },
    Language.RU: {
        Column.PHONE: "Телефон",
        Column.EMAIL: "Почта",
        Column.ORDER_REF: "Номер заказа",
        Column.OUTCOME: "Статус",
        Column.OCCURRED_ON: "Дата",
        Column.AMOUNT: "Сумма",
        Column.PAYMENT: "Способ оплаты",
        Column.FAULT: "По чьей вине",
        Column.EVIDENCE: "Подтверждение",
        Column.COURIER: "Служба доставки",
        Column.SEGMENT: "Сегмент",
        Column.TOLD_ON: "Клиент уведомлен",
    },
}
REASONS: Final = {
    Language.EN: {
        "missing": "empty",
        "not understood": "not understood",
        "in the future": "lies in the future",
        "digest_not_allowed": "uploading is not allowed for your shop",
        "revision_conflict": "this order was reported before and said something else",
        "stale_revision": "this order was corrected since",
        "report_removed": "a ruling took this report away",
        "identifiers_immutable": "this order was reported about another person",
    },
    Language.RU: {
        "missing": "пусто",
        "not understood": "не удалось понять",
        "in the future": "ещё не наступило",
        "digest_not_allowed": "загрузка вашему магазину не разрешена",
        "revision_conflict": "об этом заказе уже сообщали иначе",
        "stale_revision": "об этом заказе с тех пор сообщили иначе",
        "report_removed": "эту запись удалило решение по спору",
        "identifiers_immutable": "об этом заказе сообщали с другим человеком",
    },
}
NOT_A_CONTACT: Final = {
    Language.EN: "no whole phone number or address",
    Language.RU: "это не полный телефон или адрес",
}
