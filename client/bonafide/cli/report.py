"""``bonafide report``: how one order ended."""

from argparse import ArgumentParser, Namespace

from bonafide.answers import ReportReceipt
from bonafide.cli import typed
from bonafide.cli.connection import connect
from bonafide.cli.contacts import add_contacts, contacts
from bonafide.cli.output import Output
from bonafide.cli.words import PAYMENT, SEGMENT, words
from bonafide.protocol.words import AmountBand, Evidence, Fault, Outcome, Payment

HELP = "say how an order ended"


def arguments(parser: ArgumentParser) -> None:
    """Of this command."""
    add_contacts(parser)
    parser.add_argument("--order", metavar="REF", required=True, help="your number of the order")
    parser.add_argument("--outcome", required=True, **words(Outcome, "how it ended"))
    parser.add_argument(
        "--fault",
        default=Fault.UNKNOWN,
        **words(Fault, "whose fault it was; only the customer's counts in full (default: unknown)"),
    )
    parser.add_argument(
        "--evidence",
        default=Evidence.STATEMENT,
        **words(Evidence, "what you could show (default: statement)"),
    )
    parser.add_argument("--payment", default=Payment.COD, **words(Payment, PAYMENT))
    parser.add_argument("--on", type=typed.day, metavar=typed.A_DAY, help="default: today")
    amount = parser.add_mutually_exclusive_group(required=True)
    amount.add_argument(
        "--amount", type=typed.amount, help="such as 3490.00; only its band is sent"
    )
    amount.add_argument("--amount-band", **words(AmountBand, "instead of the amount"))
    parser.add_argument("--courier", help="its code in the registry's list, such as cdek")
    parser.add_argument("--segment", help=SEGMENT)
    parser.add_argument(
        "--lookup", metavar="lkp_…", help="the answer that came before the dispatch"
    )
    parser.add_argument(
        "--told-on",
        type=typed.day,
        metavar=typed.A_DAY,
        help="when the customer was told; a negative report counts for others only then",
    )
    parser.add_argument("--revision", type=int, default=1, help="the next number for a correction")


def run(args: Namespace, out: Output) -> int:
    """File it and show the receipt."""
    who = contacts(args)
    with connect(args, out) as registry:
        receipt = registry.report(
            who.phone,
            who.email,
            order_ref=args.order,
            outcome=args.outcome,
            fault=args.fault,
            evidence=args.evidence,
            payment=args.payment,
            occurred_on=args.on,
            amount=args.amount,
            amount_band=args.amount_band,
            courier=args.courier,
            segment=args.segment,
            lookup=args.lookup,
            told_on=args.told_on,
            revision=args.revision,
        )
    if out.as_json:
        out.document(dict(receipt.raw))
    else:
        out.table(f"{receipt.id}", _rows(receipt, out))
    return 0


def _rows(receipt: ReportReceipt, out: Output) -> list[tuple[str, str]]:
    rows = [
        (out.text("revision", "версия"), str(receipt.revision)),
        (out.text("state", "состояние"), receipt.state or "—"),
    ]
    if receipt.counts_on:
        rows.append((out.text("counts from", "учитывается с"), receipt.counts_on.isoformat()))
    if receipt.ignored:
        rows.append((out.text("ignored", "не принято"), receipt.ignored))
    if receipt.notice:
        notice = receipt.notice.get(out.language, "")
        rows.append((out.text("tell the customer", "сообщите покупателю"), notice))
    return rows
