"""Owns identifiers: evaluation of blinded points, resolving to a row, refs, rotation of keys.

Uses the kernel and the shared protocol package.
Never stores a raw value, a digest or an element, and never merges two identifiers.
"""
