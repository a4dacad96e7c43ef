"""Owns the sentences of every problem, in English and Russian, for a shop's developer.

Uses nothing.
Never decides: one row is a status and four sentences.
"""
