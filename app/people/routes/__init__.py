"""Signing in, being welcomed, and one's own settings."""

from app.people.routes import me, signing_in, welcome

ROUTERS = [signing_in.router, welcome.router, me.router]
