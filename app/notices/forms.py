from typing import Annotated

from pydantic import Field

from app.core.tables import LARGEST_NUMBER
from app.core.web.forms import Form


class SeenForm(Form):
    """`up_to` is the instant of the latest notice that was shown, in microseconds."""

    up_to: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
