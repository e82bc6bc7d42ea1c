"""Recognition: thanks from anyone and awards from leaders, to people and departments, in the giver's own words."""
