"""The only door of the room. Customers contest, shops answer, admins rule, the calendar does rest.

Each side's verbs stand in a module of its own: ``contesting``, ``answering``, ``ruling``,
``deadlines``; ``figures`` counts for public pages, ``events`` is read by whoever tells people.
"""

from registry.disputes import answering, contesting, deadlines, events, figures, ruling
from registry.disputes.answering import Answer, Member
from registry.disputes.contestants import Contestant
from registry.disputes.papers import CONTACT, EVIDENCE, NewFile, Paper
from registry.disputes.ruling import Ruling
from registry.disputes.seen import Seen

__all__ = [
    "CONTACT",
    "EVIDENCE",
    "Answer",
    "Contestant",
    "Member",
    "NewFile",
    "Paper",
    "Ruling",
    "Seen",
    "answering",
    "contesting",
    "deadlines",
    "events",
    "figures",
    "ruling",
]
