"""Owns disputes: cases about reports, what both sides bring, deadlines, rulings, appeals.

Uses reports, identifiers, shops and the kernel.
Never weighs a report, and never shows one side's papers to anybody but both sides and the admin.
"""
