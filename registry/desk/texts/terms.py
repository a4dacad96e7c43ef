"""The terms editor and its preview."""

from typing import Final

from registry.kernel.web.language import Language

TERMS: Final = {
    Language.EN: {
        "title": "Your terms",
        "lead": "What a failed order costs you, and how you meet a risk. They stay in your own "
        "answers: no other shop sees them. They hold for live keys; the test world has terms of "
        "its "
        "own, which only a program with a test key can set.",
        "cost": "What a failed order costs",
        "failure_cost_percent": "Percent of its amount",
        "failure_cost_fixed": "And on top, in money",
        "failure_cost_fixed_hint": "Both ways of the parcel, packing, the call.",
        "failure_cost_no_amount": "In all, when the amount is not known",
        "currency": "Currency",
        "steps": "From how many times the usual loss",
        "confirm_call_times": "call first",
        "part_prepay_times": "ask for a part in advance",
        "prepay_times": "ask for prepayment",
        "part_prepay_percent": "Part in advance, percent",
        "call_attempts": "Call attempts before you give up",
        "prepay_above": "Want prepayment above",
        "prepay_above_hint": "Unless the record is good. Empty: at no amount.",
        "cod_fee": "Fee for payment on delivery",
        "cod_fee_none": "none",
        "cod_fee_fair": "fair: what covers the expected loss",
        "cod_fee_fixed": "fixed",
        "cod_fee_percent": "Fixed fee, percent",
        "compensate_up_to": "Settle claims at once up to",
        "compensate_up_to_hint": "For a good record. Empty: at any amount.",
        "save": "Save",
        "try": "Show the advice, save nothing",
        "saved": "Saved. The next answer follows them.",
        "preview": "The advice that these terms give",
        "preview_lead": "For people without a good record who pay on delivery. Rows: the risk that "
        "the order fails (usually {base}). Columns: its amount.",
        "risk": "Risk",
        "fee": "fee {fee}",
        "wrong": "This does not fit: {what}.",
        "number": "Enter a number, for example 25.",
    },
    Language.RU: {
        "title": "Ваши условия",
        "lead": "Во что обходится сорванный заказ и как вы отвечаете на риск. Условия видны "
        "только в ваших ответах: другие магазины их не увидят. Они действуют для рабочих ключей; у "
        "тестового мира условия свои, их задаёт только программа с тестовым ключом.",
        "cost": "Сколько стоит сорванный заказ",
        "failure_cost_percent": "Процент от суммы",
        "failure_cost_fixed": "И сверху, деньгами",
        "failure_cost_fixed_hint": "Дорога туда и обратно, упаковка, звонок.",
        "failure_cost_no_amount": "Всего, если сумма неизвестна",
        "currency": "Валюта",
        "steps": "При каких потерях, во сколько раз выше обычных",
        "confirm_call_times": "сначала звонить",
        "part_prepay_times": "просить часть вперёд",
        "prepay_times": "просить предоплату",
        "part_prepay_percent": "Часть вперёд, процент",
        "call_attempts": "Сколько раз звонить, прежде чем отступить",
        "prepay_above": "Предоплата свыше суммы",
        "prepay_above_hint": "Кроме тех, у кого хорошая история. Пусто: ни при какой.",
        "cod_fee": "Наценка за оплату при получении",
        "cod_fee_none": "нет",
        "cod_fee_fair": "честная: покрывает ожидаемые потери",
        "cod_fee_fixed": "своя",
        "cod_fee_percent": "Своя наценка, процент",
        "compensate_up_to": "Возмещать сразу до суммы",
        "compensate_up_to_hint": "Тем, у кого хорошая история. Пусто: любую.",
        "save": "Сохранить",
        "try": "Показать советы, не сохраняя",
        "saved": "Сохранено. Следующий ответ будет уже по ним.",
        "preview": "Какие советы дают эти условия",
        "preview_lead": "Для людей без хорошей истории, с оплатой при получении. Строки: риск, "
        "что заказ сорвётся (обычно {base}). Столбцы: сумма заказа.",
        "risk": "Риск",
        "fee": "наценка {fee}",
        "wrong": "Не подходит: {what}.",
        "number": "Введите число, например 25.",
    },
}
MISTAKES: Final = {
    Language.EN: {
        "prepay_times": "the steps must rise, and the first one be above 1",
        "cod_fee_percent": "a fixed fee needs 0 to 30 percent, another kind needs none",
    },
    Language.RU: {
        "prepay_times": "ступени должны расти, и первая быть больше 1",
        "cod_fee_percent": "своей наценке нужно от 0 до 30 процентов, другой — пустое поле",
    },
}
OUT_OF_RANGE: Final = {
    Language.EN: "the number is too small or too large",
    Language.RU: "число слишком мало или слишком велико",
}
