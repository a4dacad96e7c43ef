"""A shop's past, read from a file: orders as a spreadsheet knows them, turned into reports.

Owns reading tables, guessing columns, understanding dates, amounts and words in two languages.
Uses the public client, a thousand reports at a time.
Never writes an identifier anywhere: an error names the line, not the person.
"""
