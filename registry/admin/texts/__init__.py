"""The sentences of the admin's pages and of the public ones, in both languages."""
