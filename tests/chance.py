"""What is drawn at random: the same in each run of the suite, and anew in a long one."""

import os

LONG = bool(os.environ.get("BYLINE_TEST_LONG"))
