"""Many small files to work on, few on the wire: files that ``collectstatic`` joins.

Where static files are served as they lie (in tests), pages link the parts instead, in the same
order; ``{% bundle %}`` knows which.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# A part has to make sense wherever it stands: a script declares nothing outside a function.
BUNDLES: Mapping[str, tuple[str, ...]] = {
    "css/site.css": (
        "css/tokens.css",
        "css/base.css",
        "css/layout.css",
        "css/components.css",
        "css/picture.css",
        "css/hands.css",
        "css/progress.css",
        "css/safe.css",
        "css/print.css",
    ),
    "js/site.js": (
        "django_htmx/htmx-2.min.js",
        "js/theme.js",
        "js/messages.js",
        "js/htmx-events.js",
        "js/renewal.js",
        "js/unsent.js",
        "js/times.js",
        "js/frame.js",
        "js/parts.js",
        "js/planner.js",
        "js/why.js",
    ),
}


def squeezed(text: str, name: str) -> str:
    """Without what only people read: comments, and spaces that say nothing. What was made small
    elsewhere stays as it is."""
    if ".min." in name:
        return text.strip()
    if name.endswith(".js"):
        return str(jsmin(text))
    bare = " ".join(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split())
    # A space before a colon means something ("a :hover"), one after it does not.
    tight = re.sub(r" ?([{};,]) ?|: ", lambda found: found[1] or ":", bare)
    return tight.replace(";}", "}")


def own_files(names: Iterable[str]) -> list[str]:
    """Our styles and scripts that are also sent alone, to some pages or later: not what is joined
    from them, and nothing of anybody else."""
    return [one for one in names if one.startswith(("css/", "js/")) and one not in BUNDLES]


class BundlingStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Joins the bundles when static files are collected, then hashes and compresses them too."""

    joins = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Every collected file, the bundles among them."""
        if not dry_run:
            for name, parts in BUNDLES.items():
                texts = (squeezed(Path(self.path(one)).read_text("utf-8"), one) for one in parts)
                Path(self.path(name)).write_text("\n".join(texts), "utf-8")
                paths[name] = (self, name)
            for name in own_files(paths):
                path = Path(self.path(name))
                path.write_text(squeezed(path.read_text("utf-8"), name), "utf-8")
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
