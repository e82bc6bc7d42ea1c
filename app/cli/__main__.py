from app.cli.verbs import run

if __name__ == "__main__":
    run()
