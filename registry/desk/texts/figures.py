"""What failed orders cost, beside the network, and what advice would have saved."""

from typing import Final

from registry.kernel.web.language import Language

FIGURES: Final = {
    Language.EN: {
        "title": "What failed orders cost you",
        "quarter": "Quarter",
        "running": "It is not over yet.",
        "rate": "Loss rate",
        "yours": "Your shop",
        "network": "Network",
        "all": "all orders",
        "by_payment": "By payment",
        "by_courier": "By courier",
        "by_segment": "By your own segments",
        "part": "Part",
        "failed": "Failed",
        "of": "{failed} of {orders}",
        "interval": "To be expected",
        "interval_note": "To be expected: nine times in ten. A few orders are chance, so it starts "
        "from the network's rate and comes to yours as your orders grow.",
        "hidden": "fewer than five shops",
        "couriers": "What the courier broke",
        "no_orders": "No order has ended in this quarter yet. Report how orders ended, or bring "
        "in past ones.",
        "money": "Money",
        "losses": "Failed orders cost {losses} of {revenue} taken in: {percent}.",
        "no_money": "There is nothing to count yet.",
        "estimate": "An estimate, from the middles of amount bands and your terms.",
        "exact": "From the monthly totals that you gave.",
        "discount": "Discount for the white list",
        "cap": "At most {cap}: all orders lost {all}, those of white buyers {white} "
        "({orders} and {white_orders} orders).",
        "too_few_white_orders": "Too few orders of white buyers yet to say.",
        "not_counted_yet": "It is counted at night.",
        "fee": "Fair fee for payment on delivery",
        "fee_is": "{percent} makes the orders that succeed pay for those that fail.",
        "no_fee": "No order paid on delivery yet.",
        "coverage": "What the network knows about your buyers",
        "backtest": "Advice tried on your past orders",
        "backtest_picture": "Failed orders caught, and good buyers bothered for it",
        "backtest_lead": "{orders} orders replayed with what was known on the day, {failed} of "
        "them failed. Estimated from amount bands.",
        "too_few_moved": "A dash: what other shops reported changes fewer than {least} of "
        "your orders here, too few to tell without telling about single people.",
        "step": "From this advice on",
        "caught": "Failed orders caught",
        "saved": "Losses avoided",
        "bothered": "Good buyers bothered",
        "no_backtest": "Too few past orders to replay.",
        "percent_of_failed": "failed orders caught, %",
        "percent_of_good": "good buyers bothered, %",
    },
    Language.RU: {
        "title": "Во что вам обходятся сорванные заказы",
        "quarter": "Квартал",
        "running": "Он ещё не закончился.",
        "rate": "Доля потерь",
        "yours": "Ваш магазин",
        "network": "Сеть",
        "all": "все заказы",
        "by_payment": "По оплате",
        "by_courier": "По службам доставки",
        "by_segment": "По вашим сегментам",
        "part": "Часть",
        "failed": "Сорвались",
        "of": "{failed} из {orders}",
        "interval": "Чего ждать",
        "interval_note": "Чего ждать в девяти случаях из десяти. Несколько заказов — ещё "
        "случайность, поэтому ожидание начинается с доли по сети и приближается к вашей, пока "
        "заказов становится больше.",
        "hidden": "меньше пяти магазинов",
        "couriers": "Что сорвала доставка",
        "no_orders": "В этом квартале ещё не закончился ни один заказ. Сообщайте, чем закончились "
        "заказы, или внесите прошлые.",
        "money": "Деньги",
        "losses": "Сорванные заказы стоили {losses} из {revenue} выручки: {percent}.",
        "no_money": "Считать пока нечего.",
        "estimate": "Оценка: по серединам диапазонов сумм и вашим условиям.",
        "exact": "По месячным итогам, которые вы указали.",
        "discount": "Скидка для белого списка",
        "cap": "Не больше {cap}: все заказы потеряли {all}, заказы белых покупателей "
        "{white} (заказов {orders} и {white_orders}).",
        "too_few_white_orders": "Заказов белых покупателей пока слишком мало.",
        "not_counted_yet": "Считается ночью.",
        "fee": "Честная наценка за оплату при получении",
        "fee_is": "{percent}: тогда удавшиеся заказы оплачивают сорванные.",
        "no_fee": "Заказов с оплатой при получении ещё не было.",
        "coverage": "Что сеть знает о ваших покупателях",
        "backtest": "Советы на ваших прошлых заказах",
        "backtest_picture": "Сколько срывов поймано и сколько хороших покупателей потревожено",
        "backtest_lead": "Пересчитано заказов: {orders}, с тем, что было известно в тот день; "
        "сорвались {failed}. Оценка по диапазонам сумм.",
        "too_few_moved": "Прочерк: сведения других магазинов меняют здесь меньше {least} ваших "
        "заказов, слишком мало, чтобы не рассказать об отдельных людях.",
        "step": "Начиная с этого совета",
        "caught": "Поймано сорванных",
        "saved": "Избежали потерь",
        "bothered": "Потревожено хороших",
        "no_backtest": "Прошлых заказов для проверки пока мало.",
        "percent_of_failed": "поймано сорванных, %",
        "percent_of_good": "потревожено хороших, %",
    },
}
COVERED: Final = {
    Language.EN: {
        "one": "{n} lookup: {elsewhere} met a history elsewhere, {own} only your own, {nothing} "
        "none.",
        "other": "{n} lookups: {elsewhere} met a history elsewhere, {own} only your own, {nothing} "
        "none.",
    },
    Language.RU: {
        each: f"{{n}} {noun}: {{elsewhere}} с историей в других магазинах, {{own}} только с "
        "вашей, {nothing} без всякой."
        for each, noun in (
            ("one", "запрос"),
            ("few", "запроса"),
            ("many", "запросов"),
            ("other", "запроса"),
        )
    },
}
