"""Owns signing in by a code: six digits to a phone or e-mail, and the proof that they arrived.

Uses identifiers through their service, the post room, and the keys of sessions and codes.
Never keeps a phone or an address: it lives in the person's own sealed cookie, for ten minutes.
"""
