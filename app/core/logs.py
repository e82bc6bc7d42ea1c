"""Structured logs: one JSON line each on standard error, or readable ones on a terminal in development."""

import sys

import structlog


class _StandardError:
    """Whatever standard error is at the moment of writing; a logger outlives a redirected one."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def set_up_logs(*, development: bool) -> None:
    plain = structlog.dev.ConsoleRenderer() if development else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            plain,
        ],
        logger_factory=structlog.WriteLoggerFactory(_StandardError()),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
