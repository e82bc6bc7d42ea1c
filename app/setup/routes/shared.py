"""What every page of the setup has."""

from typing import Annotated

from fastapi import Depends

from app.people.roles import Colleague, Permission
from app.people.session import holding

Admin = Annotated[Colleague, Depends(holding(Permission.SET_UP))]
Auditor = Annotated[Colleague, Depends(holding(Permission.READ_AUDIT))]
