"""Odds and logits, kept finite."""

import math


def odds_of(p: float) -> float:
    """p / (1 − p), kept finite."""
    p = min(0.999, max(1e-6, p))
    return p / (1.0 - p)


def logit(p: float) -> float:
    """ln(p / (1 − p)), kept finite."""
    return math.log(odds_of(p))


def from_logit(z: float) -> float:
    """1 / (1 + e^(−z))."""
    return 1.0 / (1.0 + math.exp(-z))
