"""Owns how good the formula is: order histories replayed, attacks and probes simulated.

Uses the rules as they are and nothing stored.
Never runs in a request.
"""
