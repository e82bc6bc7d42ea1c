from contextlib import suppress

import pytest

from app.core.errors import Forbidden
from app.core.policy import YES, Verdict, ensure, no


def test_a_verdict_is_yes_or_a_reason():
    assert YES
    assert not no("You can't.")
    assert no("You can't.").reason == "You can't."
    assert Verdict() == YES


def test_only_what_is_allowed_goes_on():
    went_on = []
    for verdict in (YES, no("You can't.")):
        with suppress(Forbidden):
            ensure(verdict)
            went_on.append(verdict)
    assert went_on == [YES]


def test_what_is_not_is_refused_with_its_reason():
    with pytest.raises(Forbidden, match=r"You can't\.") as refused:
        ensure(no("You can't."))
    assert (refused.value.status, refused.value.message) == (403, "You can't.")
