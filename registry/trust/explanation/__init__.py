"""Owns explanations: how an answer came about, in bands for a shop, exactly for the person.

Uses the rules and what is stored about one past lookup.
Never tells a shop more than the answer did.
"""
