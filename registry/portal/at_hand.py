"""What the portal's pages take from the application around them."""

from flask import current_app

from registry.settings import Settings


def settings() -> Settings:
    """What this service was told."""
    told: Settings = current_app.extensions["bonafide-settings"]
    return told
