"""Owns the accounts of people who work here: admins, auditors, owners and staff of shops.

Uses shops (which one an account belongs to) and the kernel.
Never decides about a customer, and never tells whether a name is known.
"""
