"""The API's description is a valid OpenAPI 3.1 document."""

from pathlib import Path

from openapi_spec_validator import OpenAPIV31SpecValidator

from registry.app import create_app
from registry.settings import Settings


def test_the_description_of_the_api_is_valid(tmp_path: Path, key_dir: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    app = create_app(Settings(database_url=url, key_dir=key_dir, demo=True))
    document = app.test_client().get("/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    mistakes = [str(each) for each in OpenAPIV31SpecValidator(document).iter_errors()]
    assert mistakes == []
