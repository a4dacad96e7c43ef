"""Owns the tamper-evident log: commitments, the Merkle tree, signed checkpoints, proofs.

Uses the kernel and the protocol's tree and notes.
Never knows what a commitment is about, and never waits for another request.
"""
