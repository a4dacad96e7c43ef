"""Owns the pages for admins, what the public may read of shops, and the journal of admins' acts.

Uses every room's service, and the staff's accounts for who may do what.
Never shows whose phone or e-mail a row belongs to, and lets no one admin undo what needs two.
"""
