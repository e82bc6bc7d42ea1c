import pytest
from fastapi.testclient import TestClient

from app.main import create_app


@pytest.mark.parametrize(("development", "status"), [(True, 200), (False, 404)])
def test_the_pattern_page_is_for_those_who_build(settings, development, status):
    application = create_app(settings.model_copy(update={"development": development}))
    answer = TestClient(application).get("/-/patterns")
    application.state.parts.index.close()
    application.state.parts.store.dispose()
    assert (answer.status_code, "Every component in every state" in answer.text) == (status, development)
