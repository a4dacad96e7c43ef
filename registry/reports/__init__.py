"""Owns reports: what shops say about orders, its revisions, its life, the history rows.

Uses inquiries, shops, identifiers and the kernel.
Never weighs a report and never shows one shop another's.
"""
