from app.discussion.routes import kit_router
from app.ideas.routes import board, responding
from app.ideas.routes.kit import IDEAS

ROUTERS = [board.router, responding.router, kit_router(IDEAS)]
