"""Owns the pages for shops: today's orders, figures, terms, keys, disputes to answer, import.

Uses every room's service for the shop that is signed in, and the staff's accounts.
Never shows one shop another's rows, and never keeps a phone or an e-mail address readable.
"""
