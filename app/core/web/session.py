"""Where a route finds the database."""

from typing import Annotated

from fastapi import Depends, Request

from app.core.db import Database


async def database(request: Request) -> Database:
    found: Database = request.app.state.store
    return found


Store = Annotated[Database, Depends(database)]
