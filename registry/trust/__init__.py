"""Owns the trust answer: the published formula and policy, lookups, their measurement.

Uses reports (facts about a person), inquiries (who asked), shops (terms, standing), identifiers.
Never reads a clock, a value before blinding, or another room's tables; never says "refuse".
"""
