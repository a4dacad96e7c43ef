"""Owns the history of the schema: Alembic migrations, run once before workers fork.

Uses Alembic and the tables' metadata.
Never imports a model inside a migration, and never runs in a worker.
"""
