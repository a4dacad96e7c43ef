"""Look up one person for a checkout, or many for a morning's parcels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bonafide._desk import Desk
from bonafide._flow import Again, Call, Flow
from bonafide._naming import Post, Result
from bonafide._parse import answer_from
from bonafide._people import Person
from bonafide._window import Window
from bonafide._wire import WireName, question_body
from bonafide.answers import ItemError, TrustAnswer
from bonafide.errors import BonafideError, KeyChanged, NotAllowed, Unavailable, UnreadableAnswer
from bonafide.questions import Question

BATCH = 1000
Asked = tuple[Person, dict[str, Any]]
UNHEARD = (Unavailable, KeyChanged, NotAllowed)


def look_up(desk: Desk, question: Question) -> Flow[TrustAnswer]:
    """One answer, within the budget whatever happens."""
    window = desk.window()
    person, body = _asked(desk, question)
    try:
        found = yield from desk.ask([person], _posting(desk, [body], window), window)
        answer = _answered(found[0])
    except UNHEARD as error:
        return desk.fallback.answer(question, error)
    if isinstance(answer, TrustAnswer):
        return answer
    if isinstance(answer.error, UNHEARD):
        return desk.fallback.answer(question, answer.error)
    raise answer.error


def look_up_many(desk: Desk, questions: Iterable[Question]) -> Flow[list[TrustAnswer | ItemError]]:
    """An answer or an error for each, in their order, in requests of at most 1,000."""
    found: list[TrustAnswer | ItemError] = []
    listed = list(questions)
    for start in range(0, len(listed), BATCH):
        found += yield from _batch(desk, listed[start : start + BATCH])
    return found


def _batch(desk: Desk, some: Sequence[Question]) -> Flow[list[TrustAnswer | ItemError]]:
    found: dict[int, TrustAnswer | ItemError] = {}
    good: dict[int, Asked] = {}
    for number, question in enumerate(some):
        try:
            good[number] = _asked(desk, question)
        except BonafideError as error:
            found[number] = ItemError(error)
    if good:
        answers = yield from _answers(desk, list(good.values()), [some[n] for n in good])
        found |= zip(good, answers, strict=True)
    return [found[number] for number in range(len(some))]


def _answers(
    desk: Desk, asked: Sequence[Asked], questions: Sequence[Question]
) -> Flow[list[TrustAnswer | ItemError]]:
    window = desk.window(batch=True)
    post = _posting(desk, [body for _, body in asked], window)
    try:
        results = yield from desk.ask([person for person, _ in asked], post, window)
    except UNHEARD as error:
        return [desk.fallback.answer(question, error) for question in questions]
    return [_answered(result) for result in results]


def _asked(desk: Desk, question: Question) -> Asked:
    return desk.reader.person(question.phone, question.email), question_body(question)


def _posting(desk: Desk, bodies: Sequence[Mapping[str, Any]], window: Window) -> Post:
    def post(numbers: Sequence[int], names: Sequence[list[WireName]]) -> Flow[Sequence[Result]]:
        items = [
            {"identifiers": known, **bodies[number]}
            for number, known in zip(numbers, names, strict=True)
        ]
        call = Call("POST", "/v1/lookups", {"items": items}, again=Again.UNLESS_SLOW)
        body, request_id = yield from desk.call(call, window)
        return listed_results(body, len(items), request_id)

    return post


def listed_results(
    body: Mapping[str, Any], count: int, request_id: str | None
) -> Sequence[Mapping[str, Any]]:
    """The ``data`` of a batch: as many objects as there were items."""
    data = body.get("data")
    if isinstance(data, list) and len(data) == count:
        results = [each for each in data if isinstance(each, dict)]
        if len(results) == count:
            return [{**each, "request_id": request_id} for each in results]
    raise UnreadableAnswer("the registry answered another number of items", request_id=request_id)


def _answered(result: Result) -> TrustAnswer | ItemError:
    if isinstance(result, BonafideError):
        return ItemError(result)
    try:
        return answer_from(result, request_id=result.get("request_id"))
    except UnreadableAnswer as error:
        return ItemError(error)
