"""The table of ``bonafide import``: how its columns are read, and where its bad rows are told."""

import re
from argparse import Namespace
from functools import partial

from bonafide._assembly import utc_today
from bonafide.cli.output import Output
from bonafide.cli.speech import spoken
from bonafide.cli.words import COLUMNS
from bonafide.errors import Misuse
from bonafide.importer import columns
from bonafide.importer.complaints import HEADER, Complaints
from bonafide.importer.orders import Reading, own_outcomes
from bonafide.importer.tables import Row, style
from bonafide.protocol.words import AmountBand, Payment

_CYRILLIC = re.compile("[А-Яа-яЁё]")


def reading_of(args: Namespace, header: Row, out: Output) -> Reading:
    """Its columns as they were guessed and corrected, and said."""
    places = columns.with_choices(header.cells, columns.guess(header.cells), args.map)
    for column, place in places.items():
        out.say(f"{column} ← {header.cells[place]}", f"{column} ← {header.cells[place]}")
    absent = columns.missing(places)
    if absent:
        raise Misuse(
            out.text("no column was found for: ", "не нашлось столбца для: ")
            + ", ".join(absent)
            + out.text("; name it with --map COLUMN=TITLE", "; укажите --map СТОЛБЕЦ=ЗАГОЛОВОК")
        )
    return Reading(
        places,
        payment=Payment(args.payment),
        amount_band=AmountBand(args.amount_band) if args.amount_band else None,
        outcomes=own_outcomes(args.outcome),
        today=utc_today(),
    )


def complaints_of(args: Namespace, header: Row, reading: Reading, out: Output) -> Complaints:
    """In the encoding, with the delimiter and in the language of the table itself."""
    path = args.errors or args.file.with_name(args.file.name + ".errors.csv")
    if path.resolve() == args.file.resolve():
        raise Misuse(
            out.text(
                "--errors names the table itself: give another file",
                "в --errors указана сама таблица: назовите другой файл",
            )
        )
    tongue = "ru" if _CYRILLIC.search("".join(header.cells)) else out.language
    russian = tongue == "ru"
    encoding, delimiter = style(args.file, encoding=args.encoding) or ("utf-8", ",;"[russian])
    titles = {str(column): said[russian] for column, said in COLUMNS.items()}
    titles |= {str(column): header.cells[place] for column, place in reading.places.items()}
    return Complaints(
        path,
        partial(spoken, tongue=tongue),
        titles=titles,
        header=("строка", "столбец", "причина") if russian else HEADER,
        encoding="utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding,
        delimiter=delimiter,
    )
