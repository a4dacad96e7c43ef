"""The field of integers modulo 2^255 − 19, as far as ristretto255 needs it (RFC 9496 §3, §4.1).

Elements are Python integers in [0, P). Not constant time.
"""

P = 2**255 - 19

# RFC 9496 §4.1. The signs of the square roots are part of the standard, so the numbers stand here.
D = 37095705934669439343138083508754565189542113879843219016388785533085940283555
SQRT_M1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752
SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578
ONE_MINUS_D_SQ = 1159843021668779879193775521855586647937357759715417654439879720876111806838
D_MINUS_ONE_SQ = 40440834346308536858101042469323190826248399146238708352240133220865137265952


def is_negative(element: int) -> bool:
    """Negative means odd (RFC 9496 §3.1)."""
    return element % P & 1 == 1


def absolute(element: int) -> int:
    """The non-negative one of ``element`` and ``-element``."""
    element %= P
    return P - element if element & 1 else element


def sqrt_ratio_m1(u: int, v: int) -> tuple[bool, int]:
    """``SQRT_RATIO_M1`` of RFC 9496 §4.2.

    (True, √(u/v)) for a square, (False, √(SQRT_M1·u/v)) for a non-square and for v = 0 with
    u ≠ 0; (True, 0) for u = 0. The root is never negative.
    """
    v3 = v * v * v % P
    root = u * v3 * pow(u * v3 * v3 * v % P, (P - 5) // 8, P) % P
    check = v * root * root % P
    u %= P
    correct = check == u
    flipped = check == -u % P
    flipped_i = check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        root = root * SQRT_M1 % P
    return correct or flipped, absolute(root)
