"""Owns the import of past orders through the browser: upload, dry run, progress, going on.

Uses the client package's reading of tables and the reports room.
Never keeps an upload readable: what lies in the database is encrypted under a key that only the
browser holds, and goes after an hour.
"""
