"""One module a command, each imported when it is called for (see registry/ops/lazy.py)."""
