"""Owns what is told afterwards: the feed of changes, webhooks, corrections, letters to customers.

Uses the white list's addresses, trust, reports, inquiries, shops, the senders and the kernel.
Never puts anything about a person into a message: ids of the receiver's own, and "news".
"""
