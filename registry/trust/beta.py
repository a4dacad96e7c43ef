"""Approximate quantiles of the beta posterior, in a handful of multiplications."""

import math


def beta_quantile(a: float, b: float, z: float) -> float:
    """The quantile of Beta(a, b) at the standard normal deviate ``z``, for failure rates (b ≥ a).

    Beta(a, b) is X / (X + Y) with X ~ Γ(a), Y ~ Γ(b). Where b is the larger, Y spreads little: only
    X is taken as random, with the cube-root normal approximation of Wilson and Hilferty (1931),
    X ≈ a · (1 − 1/(9a) + z' / (3·√a))³, and z' = z · √(1 + a/b) makes up for what Y would spread.
    Good to a fraction of the published steps.
    """
    spread = z * math.sqrt(1.0 + a / b)
    root = max(0.0, 1.0 - 1.0 / (9.0 * a) + spread / (3.0 * math.sqrt(a)))
    x = a * root * root * root
    return x / (x + b)
