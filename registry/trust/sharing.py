"""An identifier that orders name with many others is a family's or an office's. Pure.

One person has a phone and an address or two; behind ``info@`` or a family's phone stand many.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from registry.trust.network import Network
from registry.trust.policy import Levels


def partners(
    named: Iterable[tuple[int, Collection[int]]], *, network: Network, limits: Levels
) -> int:
    """How many others stand beside an identifier on orders, as far as that is believed.

    ``named``: the shop of each report, and the other identifiers on it. Others whom only one voice
    names (a shop, or shops that count as one) count up to ``shared_of_shop``: nobody is made shared
    by one shop that invents e-mails, nor makes himself so in one.
    """
    voices: dict[int, set[int]] = {}
    for shop_id, others in named:
        for each in others:
            voices.setdefault(each, set()).add(network.cluster_of.get(shop_id, shop_id))
    alone = Counter(min(said) for said in voices.values() if len(said) == 1)
    agreed = len(voices) - alone.total()
    return agreed + sum(min(many, limits.shared_of_shop) for many in alone.values())


def is_shared(
    named: Iterable[tuple[int, Collection[int]]], *, network: Network, limits: Levels
) -> bool:
    """Whether it is shared by the company it keeps."""
    return partners(named, network=network, limits=limits) >= limits.shared_partners
