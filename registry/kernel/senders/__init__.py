"""Owns how a message leaves the house: one interface, its deliverers, and caps on how many go out.

Uses SMTP, the HTTP interfaces of message gateways, and a table of counters.
Never writes an address or a text into a log, an error or a table.
"""
