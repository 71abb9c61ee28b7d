# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    NEWSBASE_HOME=/var/lib/newsbase

# A fixed number, so that the owner of the volume is the same in every later image.
RUN groupadd --system --gid 10001 newsbase \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/newsbase --shell /usr/sbin/nologin newsbase \
 && install --directory --owner=newsbase --group=newsbase --mode=0700 /var/lib/newsbase \
 && install --directory --owner=newsbase --group=newsbase /var/lib/newsbase/static /var/lib/newsbase/run

WORKDIR /srv/newsbase

# Before the code, so that a change of the code does not install everything again.
COPY requirements.txt ./
RUN python3 -m pip install --requirement requirements.txt

COPY manage.py requirements-dev.txt LICENSE ./
COPY newsbase newsbase
COPY events events
COPY templates templates
COPY locale locale

# manage.py uses what is installed here and makes no .venv of its own (newsbase/bootstrap.py). If a pin were not met,
# each start would try to download it: fail now instead. The bytecode is written now because the user below may not.
RUN python3 -c "import sys; from pathlib import Path; from newsbase.bootstrap_pins import are_satisfied; sys.exit(not are_satisfied(Path('requirements.txt')))" \
 && python3 -m compileall -q manage.py newsbase events

USER 10001:10001

EXPOSE 8000

CMD ["python3", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "newsbase.wsgi:application"]
