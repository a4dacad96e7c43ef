"""Owns the measuring tool: a registry of any size made up quickly, load, and references beside it.

Uses the tables' descriptions to fill them in bulk, gunicorn and PostgreSQL to serve them.
Never runs on a registry that has members, and asserts nothing about time.
"""
