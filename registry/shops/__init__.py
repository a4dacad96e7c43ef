"""Owns shops: members, their API keys and scopes, standing, terms and overrides.

Uses the kernel only.
Never knows who a customer is, nor what was reported.
"""
