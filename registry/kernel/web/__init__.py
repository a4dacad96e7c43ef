"""Owns the HTTP edge: JSON gate, problems, idempotency, request ids, headers, cursors, API pages.

Uses Flask, flask-smorest and the kernel.
Never knows a room: what it needs of one (who calls, which key) is handed to it at start.
"""
