"""The program. Whoever stops it while it is still being read hears nothing of where it was."""

if __name__ == "__main__":
    try:
        from app.cli.verbs import run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
