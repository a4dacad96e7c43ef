"""Owns customers: links, consent, the white list, passes, ticket links, the four ends.

Uses trust, reports, inquiries, shops, identifiers and the kernel.
Never links two identifiers that their holder did not prove, and never keeps a phone or an address.
"""
