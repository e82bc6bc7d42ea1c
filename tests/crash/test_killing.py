import random

import pytest

from tests.crash.killing import Ground

ROUNDS = 5


@pytest.mark.sqlite
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path):
    ground, chance = Ground(tmp_path), random.Random(7)
    for _round in range(ROUNDS):
        assert ground.play(chance) == []
    assert ground.acknowledged.comments
    assert ground.acknowledged.ideas
    assert ground.acknowledged.votes
