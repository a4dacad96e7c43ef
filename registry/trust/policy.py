"""The registry's policy as typed values, read from ``policy.toml`` (published as it is).

A constant stands in the file as ``name = { value = …, reason = "…", reason_ru = "…" }``. A file
with a constant too many, too few, of a wrong type or without its reason in both languages is
refused: a policy is complete or it is none.
"""

import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

POLICY_FILE = Path(__file__).with_name("policy.toml")

Group = TypeVar("Group")


class BadPolicy(ValueError):  # noqa: N818 (named like the other refusals of this house)
    """The policy file is not one that the rules could run on."""


class Negatives(StrEnum):
    """What another shop's negatives may do."""

    OFF = "off"
    AGGREGATE = "aggregate"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Weights:
    """What one report weighs before anything is known about its shop."""

    half_life_bad_days: float
    half_life_good_days: float
    expiry_days: int
    expiry_lone_bad_days: int
    attest_paid: float
    attest_imported: float
    attest_courier_event: float
    attest_payment_record: float
    attest_call_record: float
    attest_photo: float
    attest_statement: float
    fault_unknown: float


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that one shop (or cluster of shops) can say about one person."""

    bad_alone: float
    bad_confirmed: float
    good: float


@dataclass(frozen=True, slots=True)
class Reporters:
    """How far a shop's reports are believed by others."""

    lone: float
    cluster_common: int
    cluster_jaccard: float
    kappa_orders: float
    rate_times: float
    good_slack: float
    half_life_days: float
    mute_from: float
    mute_below: float
    rates_below: float
    probation_floor: float
    probation_days: float


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected of a stranger in a given context."""

    strength_payment: float
    strength_shop: float
    strength_segment: float
    half_life_base_days: float
    half_life_context_days: float
    strength_base: float
    base_default: float
    base_floor: float
    m_at_three_percent: float
    m_exponent: float
    m_least: float
    m_most: float


@dataclass(frozen=True, slots=True)
class CalibrationLimits:
    """How readily the calibration follows what was observed."""

    half_life_days: float
    half_life_level_days: float
    pull_risk: float
    pull_known: float
    pull_trend: float
    smooth: float


@dataclass(frozen=True, slots=True)
class Levels:
    """When a person is white, good, unknown or on watch."""

    watch_shops: int
    watch_times_base: float
    white_paid: int
    white_shops: int
    white_clear_days: int
    good_paid: int
    margin: float
    renewed_days: int
    silence_days: int
    shared_partners: int
    shared_of_shop: int


@dataclass(frozen=True, slots=True)
class Redemption:
    """How later paid orders make good for an earlier failure."""

    paid_orders: int
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """How coarse a shop's view of others' reports is."""

    risk_percent: tuple[float, ...]
    others_good: tuple[float, ...]
    others_bad: tuple[float, ...]
    count_bands: tuple[int, ...]
    shop_bands: tuple[int, ...]
    interval_z: float
    confidence_medium: float
    confidence_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The default terms and the ladder of advice. One is itself only, so that it is a quick key."""

    confirm_call_times: float
    part_prepay_times: float
    prepay_times: float
    part_prepay_percent: int
    call_attempts: int
    failure_cost_percent: int
    failure_cost_fixed: int
    failure_cost_no_amount: int
    fee_most_percent: int
    cost_factor_most: float
    compensate_paid: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept."""

    report_days: int
    pending_days: int
    objection_days: int
    filing_days: int
    unknown_person_days: int
    lookup_days: int


@dataclass(frozen=True, slots=True)
class Budgets:
    """How many strangers a shop may ask about, and how often it may report one person."""

    first_contacts_a_day: int
    first_contacts_burst: int
    reports_of_person_a_day: int


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """Everything that the rules need to know besides the facts. One is itself only: a quick key."""

    version: str
    model: str
    negatives: Negatives
    weights: Weights
    caps: Caps
    reporters: Reporters
    prior: Prior
    calibration: CalibrationLimits
    levels: Levels
    redemption: Redemption
    shown: Shown
    advice: Ladder
    retention: Retention
    budgets: Budgets


_GROUPS: dict[str, type[Any]] = {
    "weights": Weights,
    "caps": Caps,
    "reporters": Reporters,
    "prior": Prior,
    "calibration": CalibrationLimits,
    "levels": Levels,
    "redemption": Redemption,
    "shown": Shown,
    "advice": Ladder,
    "retention": Retention,
    "budgets": Budgets,
}


def load_policy(path: Path = POLICY_FILE) -> Policy:
    """Read a policy file. Raises ``BadPolicy`` where it is not whole."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadPolicy(
            f"the policy {path} cannot be read: BONAFIDE_POLICY_FILE must name a TOML file"
        ) from None
    return parse_policy(text)


def parse_policy(text: str) -> Policy:
    """Read a policy from the text of its file. Raises ``BadPolicy`` where it is not whole."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"not a TOML file: {error}") from None
    _same_names("the policy", set(raw), {field.name for field in fields(Policy)})
    if raw["negatives"] not in list(Negatives):
        raise BadPolicy(f"negatives must be one of {', '.join(Negatives)}")
    groups = {name: _group(name, kind, raw[name]) for name, kind in _GROUPS.items()}
    return Policy(
        version=str(raw["version"]),
        model=str(raw["model"]),
        negatives=Negatives(raw["negatives"]),
        **groups,
    )


def _group(name: str, kind: type[Group], raw: dict[str, Any]) -> Group:
    wanted = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    _same_names(f"[{name}]", set(raw), set(wanted))
    return kind(**{key: _constant(f"{name}.{key}", raw[key], wanted[key]) for key in wanted})


def _constant(name: str, raw: Any, wanted: Any) -> Any:
    whole = isinstance(raw, dict) and set(raw) == {"value", "reason", "reason_ru"}
    if not whole or not (raw["reason"] and raw["reason_ru"]):
        raise BadPolicy(f"{name} must be {{ value = …, reason = …, reason_ru = … }}")
    value = raw["value"]
    if isinstance(value, list):
        value = tuple(value)
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not (wanted if isinstance(wanted, type) else tuple):
        raise BadPolicy(f"{name} has the wrong type")
    return value


def _same_names(where: str, given: set[str], wanted: set[str]) -> None:
    if given != wanted:
        odd = ", ".join(sorted(given ^ wanted))
        raise BadPolicy(f"{where}: too many or too few names: {odd}")
