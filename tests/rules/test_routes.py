"""Every address has a name that says whose it is and what it is for."""

import re

from tests.rules.sources import listed

Addresses = dict[str, set[str]]


def test_a_route_is_named_after_its_feature_and_its_deed(addresses: Addresses) -> None:
    assert addresses
    assert listed(name for name in addresses if not re.fullmatch(r"[a-z]+\.[a-z][a-z_]*", name)) == ""


def test_a_name_leads_to_one_address(addresses: Addresses) -> None:
    assert listed(f"{name}: {sorted(paths)}" for name, paths in addresses.items() if len(paths) > 1) == ""
