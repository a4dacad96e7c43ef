"""Owns inquiries: who asked about whom, first contacts, and the budgets that limit asking.

Uses shops, identifiers and the kernel.
Never decides what an answer says.
"""
