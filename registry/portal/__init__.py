"""Owns the pages for customers.

Uses whitelist, disputes, reports and identifiers through their services.
Never keeps a phone or an e-mail address.
"""
