"""What gunicorn loads: ``registry.wsgi:app``."""

from registry.app import create_app
from registry.settings import load_settings

app = create_app(load_settings())
