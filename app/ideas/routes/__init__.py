from app.discussion.models import Kind
from app.discussion.routes import shared_router
from app.ideas.routes import board, responding, show, writing

# The order matters: /ideas/new must be asked before /ideas/{id}-{slug}.
ROUTERS = [board.router, writing.router, shared_router(Kind.IDEA, show.show_again), responding.router, show.router]
