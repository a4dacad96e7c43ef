"""What the log refuses."""

from registry.kernel.errors import DomainError


class LogNotBegunError(DomainError):
    """Nothing has been signed yet."""

    code = "log_not_begun"


class LeafUnknownError(DomainError):
    """The tree of that size does not hold the entry, or not yet."""

    code = "leaf_unknown"


class TreeSizeError(DomainError):
    """A tree of that size was never signed, or the two sizes stand in the wrong order."""

    code = "bad_tree_size"
