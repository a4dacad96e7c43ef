"""Owns what operators run: the command line, migrations, health, the demo.

Uses every room's service.
Never decides anything about a person.
"""
