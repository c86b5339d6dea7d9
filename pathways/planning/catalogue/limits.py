"""How long the texts of a catalogue may be; checked in packs, rows and the database alike."""

KEY_LIMIT = 100
NAME_LIMIT = 200
SHORT_LIMIT = 80
LABEL_LIMIT = 100
URL_LIMIT = 500
LIMITS = {
    "key": KEY_LIMIT,
    "name": NAME_LIMIT,
    "title": NAME_LIMIT,
    "short": SHORT_LIMIT,
    "label": LABEL_LIMIT,
    "what": LABEL_LIMIT,
    "supersedes": KEY_LIMIT,
    "url": URL_LIMIT,
}
