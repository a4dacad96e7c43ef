"""Owns the pages for customers and the cookie of who is signed in.

Uses whitelist, disputes, reports and identifiers through their services.
Never keeps a phone or an e-mail address.
"""
