from app.core.batches import batches


def test_values_come_in_their_order_and_the_last_part_is_what_is_left():
    assert list(batches(iter(range(5)), 2)) == [[0, 1], [2, 3], [4]]


def test_nothing_makes_no_batch():
    assert list(batches([], 2)) == []
