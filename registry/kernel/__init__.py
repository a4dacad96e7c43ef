"""Owns what every room stands on: database, errors, clock, keys, sealing, jobs, the web edge.

Uses libraries only.
Never knows a room, a customer or a shop.
"""
