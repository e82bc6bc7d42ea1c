from typing import Annotated

from pydantic import Field

from app.core.web.forms import Line
from app.discussion.forms import PostForm


class TopicForm(PostForm):
    department: Annotated[Line, Field(max_length=100)] = ""
