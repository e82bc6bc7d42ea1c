"""Whom what came from elsewhere is by: whoever has this employee ID or address, or a name as it was written there."""

from typing import Annotated

from pydantic import Field

from app.core.web.forms import Form, Line
from app.people.queries import Mention

LONGEST = 254


class Written(Form):
    """What every row has that somebody wrote."""

    author: Annotated[Line, Field(max_length=LONGEST)] = ""
    author_email: Annotated[Line, Field(max_length=LONGEST)] = ""
    author_employee_id: Annotated[Line, Field(max_length=LONGEST)] = ""

    @property
    def by(self) -> Mention:
        return Mention(self.author_employee_id, self.author_email, self.author).apart
