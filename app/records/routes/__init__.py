from app.records.routes import disputes, export

ROUTERS = [export.router, disputes.router]
