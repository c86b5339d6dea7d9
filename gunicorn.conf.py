"""How gunicorn serves the site: ``gunicorn radcareers.wsgi`` from this folder."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# Threads, so that a slow client holds up one thread and not a whole worker.
worker_class = "gthread"
threads = 4
# Settings are read before the port opens: a setting that is refused ends the program in one line.
preload_app = True
umask = 0o077
timeout = 30
graceful_timeout = 20
max_requests = 20_000
max_requests_jitter = 2_000
# The addresses of shared plans are secrets, and an access log would keep them.
accesslog = None


def when_ready(server: object) -> None:
    """What every worker needs, once, before there are any: they share it."""
    from pathways.bridge import warm_up

    warm_up()
