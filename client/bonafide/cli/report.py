"""``bonafide report``: how one order ended."""

from argparse import ArgumentParser, Namespace

from bonafide.answers import ReportReceipt
from bonafide.cli import typed
from bonafide.cli.connection import connect
from bonafide.cli.contacts import add_contacts, contacts
from bonafide.cli.output import Output
from bonafide.cli.words import IGNORED, PAYMENT, SEGMENT, STATES, words
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
        title = receipt.id or out.text("nothing was kept", "ничего не сохранено")
        out.table(title, _rows(receipt, args, out))
    return 0


_UNSHOWN = (
    "the answer that you had before the dispatch (--lookup), or --evidence courier_event or "
    "payment_record; and ",
    "ответ, полученный до отправки (--lookup), или --evidence courier_event либо payment_record; "
    "и ещё ",
)


def _state(receipt: ReportReceipt, out: Output) -> str:
    state = receipt.state or "—"
    return out.text(*STATES.get(state, (state, state)))


def _untold(receipt: ReportReceipt, args: Namespace, out: Output) -> str:
    """A negative report counts for other shops only after the customer was told of it."""
    following = receipt.revision + 1
    shown = args.lookup or args.evidence in (Evidence.COURIER_EVENT, Evidence.PAYMENT_RECORD)
    more = "" if shown else out.text(*_UNSHOWN)
    return more + out.text(
        "the day on which you told the customer. Send the text below, then give the same command "
        f"with --told-on and that day and --revision {following}; without that the report never "
        "counts for other shops and is deleted after 30 days",
        "день, когда вы сообщили покупателю. Отправьте текст ниже и повторите ту же команду, "
        f"добавив --told-on с этим днём и --revision {following}; без этого отчёт для других "
        "магазинов не учитывается и через 30 дней удаляется",
    )


def _rows(receipt: ReportReceipt, args: Namespace, out: Output) -> list[tuple[str, str]]:
    rows = [
        (out.text("revision", "версия"), str(receipt.revision)),
        (out.text("state", "состояние"), _state(receipt, out)),
    ]
    if receipt.counts_on:
        rows.append((out.text("counts from", "учитывается с"), receipt.counts_on.isoformat()))
    if receipt.ignored:
        why = out.text(*IGNORED.get(receipt.ignored, (receipt.ignored, receipt.ignored)))
        rows.append((out.text("ignored", "не принято"), why))
    if receipt.notice and args.told_on is None:
        rows.append((out.text("missing", "не хватает"), _untold(receipt, args, out)))
    if receipt.notice:
        notice = receipt.notice.get(out.language, "")
        rows.append((out.text("tell the customer", "сообщите покупателю"), notice))
    return rows
