"""The published list of courier codes. A report that blames a courier names one of these."""

from typing import Final

COURIERS: Final = {
    "boxberry": "Boxberry",
    "cdek": "СДЭК",
    "dalli": "Dalli",
    "dpd": "DPD",
    "five_post": "5Post",
    "kazpost": "Казпочта",
    "belpost": "Белпочта",
    "own": "the shop's own courier",
    "ozon": "Ozon Доставка",
    "pek": "ПЭК",
    "pickpoint": "PickPoint",
    "pochta": "Почта России",
    "wildberries": "Wildberries Доставка",
    "yandex": "Яндекс Доставка",
    "other": "any other",
}
