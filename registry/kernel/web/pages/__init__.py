"""Owns what every page stands on: frame, language, guard, form tokens, refusals, dates, charts.

Uses Flask, Flask-WTF, WTForms, Babel and the rest of the HTTP edge.
Never knows a room, reads a database or trusts JavaScript to be there.
"""
