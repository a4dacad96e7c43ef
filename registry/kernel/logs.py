"""Logs: one JSON object a line on standard error, no identifier and no value from a request."""

import logging
import sys

import structlog
from structlog.typing import Processor


def configure(level: str, *before: Processor) -> None:
    """Set up structlog for this process; ``before`` add to each line before it is written."""
    structlog.configure(
        processors=[
            *before,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
