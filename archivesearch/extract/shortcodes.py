"""What site generators put between the words of a Markdown file -> Markdown: code as code, captions as text, no tags.

Liquid of Jekyll, Nunjucks of Hexo and Eleventy: {% tag %} and {{ value }}; Hugo: {{< name >}} and {{% name %}};
kramdown: {: .class}; Obsidian: [[note|words]]. What stands in code, or after a backslash, stays.
"""

from __future__ import annotations

import re

_LIQUID_CODE = re.compile(
    r"(?<!\\)\{%-?[ \t]*(highlight|codeblock|code)\b[^%\n]{0,300}%\}\n?(.*?)\{%-?[ \t]*end\1[ \t]*-?%\}",
    re.DOTALL,
)
_HUGO_CODE = re.compile(
    r"(?<!\\)\{\{[<%][ \t]*highlight\b[^\n]{0,300}?[>%]\}\}\n?(.*?)\{\{[<%][ \t]*/[ \t]*highlight[ \t]*[>%]\}\}",
    re.DOTALL,
)
_HUGO_END = re.compile(r"/[ \t]*highlight[ \t]*[>%]\}\}")
_RAW = re.compile(r"(?<!\\)\{%-?[ \t]*raw[ \t]*-?%\}(.*?)\{%-?[ \t]*endraw[ \t]*-?%\}", re.DOTALL)
_CODE = re.compile(
    r"(^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$|(?<![`\\])(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
_CAPTION = re.compile(r"""\b(?:caption|title)=(?:"([^"\n]*)"|'([^'\n]*)')""")
_FIGURE = re.compile(
    r"(?<!\\)(?:\{\{[<%][ \t]*figure\b([^\n]{0,1000}?)[>%]\}\}|\{%-?[ \t]*include[ \t]+(?:figure|image)\b([^%\n]{0,1000})%\})"
)
_TAG = re.compile(
    r"(?<!\\)(?:\{%(?:[^%\n]|%(?!\})){0,1000}%\}"  # {% tag %}
    r"|\{\{[<%].{0,1000}?[>%]\}\}"  # {{< name >}}
    r"|\{\{(?![<%])[^{}\n]{0,300}\}\}"  # {{ value }}
    r"|\{:[^}\n]{0,300}\}"  # {: .class}
    r"|[ \t]*\{#[\w.:-]{1,100}\}[ \t]*$"  # {#anchor} of a heading
    r"|!\[\[[^\]\n]{0,300}\]\])",  # ![[picture.png]]
    re.MULTILINE,
)
_NOTE_LINK = re.compile(r"(?<![!\\])\[\[(?:[^\]|\n]{0,300}\|)?([^\]|\n]{1,300})\]\]")
_MODULE_LINE = re.compile(r"^(?:import|export)\b[^\n]*\n", re.MULTILINE)


def without_shortcodes(text: str) -> str:
    """The text as Markdown that a reader of the site would see."""
    if "{" not in text and "[[" not in text:
        return text
    # An opening without its end is looked for up to the end of the text, so where there is no end at all none is.
    if _HUGO_END.search(text):
        text = _HUGO_CODE.sub(lambda match: _fenced(match[1]), text)
    if "endhighlight" in text or "endcode" in text:
        text = _LIQUID_CODE.sub(lambda match: _fenced(match[2]), text)
    if "endraw" in text:
        text = _RAW.sub(lambda match: _kept(match[1]), text)
    parts = _CODE.split(text)
    step = _CODE.groups + 1
    for at in range(0, len(parts), step):
        parts[at] = _without_tags(parts[at])
        for group in range(at + 2, min(at + step, len(parts))):
            parts[group] = ""  # the inner groups of the code before
    return "".join(parts)


def without_modules(text: str) -> str:
    """The text of an MDX file without the lines that load its components."""
    return _MODULE_LINE.sub("", text)


def _without_tags(text: str) -> str:
    return _NOTE_LINK.sub(r"\1", _TAG.sub("", _FIGURE.sub(_caption, text)))


def _caption(match: re.Match[str]) -> str:
    caption = _CAPTION.search(match[1] or match[2] or "")
    words = (caption[1] or caption[2] or "").strip() if caption else ""
    return f"\n\n{words}\n\n" if words else ""


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if code.endswith("\n") else "\n"
    return f"\n{fence}\n{code}{end}{fence}\n"


def _kept(text: str) -> str:
    """The text with its marks escaped, so that what follows leaves them."""
    return text.replace("{{", "\\{{").replace("{%", "\\{%")
