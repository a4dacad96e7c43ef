"""The tamper-evident log."""

from typing import Final

from registry.kernel.web.texts.problem import Problem

LOG: Final[dict[str, Problem]] = {
    "bad_tree_size": Problem(
        400,
        "The log has no tree of this size",
        "В журнале нет дерева такого размера",
        "Use sizes of signed checkpoints, the smaller one first.",
        "Передавайте размеры подписанных контрольных точек, сначала меньший.",
    ),
    "leaf_unknown": Problem(
        404,
        "The tree of this size does not hold the entry",
        "В дереве такого размера этой записи нет",
        "An entry is placed within a minute: read the newest checkpoint and try again.",
        "Запись попадает в журнал в течение минуты: возьмите новую контрольную точку и повторите.",
    ),
    "log_not_begun": Problem(
        404,
        "The log has no checkpoint yet",
        "В журнале ещё нет контрольной точки",
        "The first one is signed within a minute of the registry's start: try again then.",
        "Первая подписывается в течение минуты после запуска реестра: повторите позже.",
    ),
}
