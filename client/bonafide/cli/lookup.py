"""``bonafide lookup``: one person, one answer."""

import secrets
from argparse import ArgumentParser, Namespace

from bonafide.answers import TrustAnswer
from bonafide.cli.connection import connect
from bonafide.cli.contacts import add_contacts, contacts
from bonafide.cli.numbers import percent, share
from bonafide.cli.output import Output
from bonafide.cli.typed import amount
from bonafide.cli.words import ADVICE, LEVELS, OUTCOMES, PAYMENT, SEGMENT, words
from bonafide.protocol.words import Payment, Purpose

HELP = "ask about a buyer"


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    add_contacts(parser)
    parser.add_argument("--order", metavar="REF", help="your number of the order or cart")
    parser.add_argument(
        "--purpose", default=Purpose.DISPATCH, **words(Purpose, "default: dispatch")
    )
    parser.add_argument("--payment", default=Payment.COD, **words(Payment, PAYMENT))
    parser.add_argument("--amount", type=amount, help="such as 3490.00")
    parser.add_argument("--segment", help=SEGMENT)


def run(args: Namespace, out: Output) -> int:
    """Ask and show."""
    who = contacts(args)
    with connect(args, out) as registry:
        answer = registry.look_up(
            who.phone,
            who.email,
            order_ref=args.order or f"by-hand-{secrets.token_hex(4)}",
            purpose=args.purpose,
            payment=args.payment,
            amount=args.amount,
            segment=args.segment,
        )
    if out.as_json:
        said = {name: value for name, value in answer.raw.items() if name != "request_id"}
        more = {"degraded": answer.degraded, "source": answer.source}
        out.document(said | more | {"request_id": answer.request_id})
    else:
        out.table(*shown(answer, out))
    return 0


def shown(answer: TrustAnswer, out: Output) -> tuple[str, list[tuple[str, str]]]:
    """Title and rows of the answer, in the reader's words."""
    rows = [
        (out.text("level", "уровень"), out.text(*LEVELS[answer.level])),
        (out.text("advice", "совет"), _advice(answer, out)),
    ]
    if answer.risk is not None:
        risk, usual = (
            share(each, out.language) for each in (answer.risk.estimate, answer.risk.base)
        )
        rows.append((out.text("risk", "риск"), f"{risk} ({out.text('usual', 'обычно')} {usual})"))
    if answer.own_history:
        counts = [(OUTCOMES.get(word, (word, word)), n) for word, n in answer.own_history.items()]
        own = ", ".join(f"{out.text(*said)}: {n}" for said, n in counts if n)
        rows.append((out.text("with you", "у вас"), own or "—"))
    rows += [
        (out.text("because", "почему"), reason.text or reason.code)
        for reason in (*answer.advice.because, *answer.reasons)
    ]
    if answer.discount.eligible and answer.discount.cap_percent:
        cap = percent(answer.discount.cap_percent, out.language)
        rows.append((out.text("discount, up to", "скидка, до"), cap))
    return f"{answer.id}", rows


def _advice(answer: TrustAnswer, out: Output) -> str:
    text = out.text(*ADVICE[answer.advice.code])
    if answer.advice.prepay_percent:
        text += f", {percent(answer.advice.prepay_percent, out.language)}"
    return text
