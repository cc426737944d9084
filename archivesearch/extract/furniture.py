"""What on a page is not content: navigation, side columns, comments, share bars, related posts, toolbars."""

from __future__ import annotations

import re
from functools import lru_cache

# A whole class name or id, never a part of one: "sidebar" is furniture, "content-sidebar-wrap" is not.
_NAME = re.compile(
    r"""
    (?: side-?bars? | (?:left|right|primary|secondary|main|page|blog|site)-?side-?bar | sidebar-?(?:\w*) | side-?nav | side-?panel | panel-wrapper | sidetitle
      | (?!no-|has-|with|content-)[a-z]{2,12}-side-?bar | (?:page-|site-|blog-)?aside-?(?:bar|content|column|inner|list|menu|section|wrap(?:per)?)
      | widgets? | widget-area | widget[-_](?:\w[\w-]*) | wp-block-(?:latest|archives|categories|calendar|tag-cloud|search|rss)[\w-]*
      | module-(?:archives|categor\w+|tags|calendar|recent[\w-]*|links|search|syndicate|powered|typelist|userprofile|friends)
      | blogroll | nav | navbar | main-?nav(?:igation)? | site-?nav(?:igation)? | navigation | navi | wp-?pagenavi
      | (?:main-?|top-?|site-?|mobile-?|header-?|page-?)?menu(?:-bar|s)? | breadcrumbs? | paginat(?:ion|or) | pager | paging | page-?nav(?:igation)?
      | posts?-?(?:nav(?:igation)?|pag(?:er|ing|ination)) | nav-(?:single|links?|previous|next|above|below) | (?:prev|previous|next)-?posts?
      | prev-?next | post-?(?:prev|next|links)
      | share | sharing | share-?(?:bar|buttons?|links?|this|post|block|box|icons?) | shareblock | sharedaddy
      | sd-sharing[\w-]* | social(?:-[\w-]*)? | addtoany[\w-]* | addthis[\w-]*
      | sociable | robots-nocontent | post-?share | entry-?share | article-?share | sns(?:-[\w-]*)? | jp-relatedposts | jp-post-flair | sharethis[\w-]*
      | repl(?:y|ies) | h-cite | u-comment | p-comment | u-like | u-repost
      | series-(?:box|nav(?:igation)?|list|links|toc|info|posts) | (?:post|article|in)-?series
      | related | related-?(?:posts?|articles?|content|entries|reading|wrap\w*) | yarpp[\w-]*
      | you-?might-?also[\w-]* | similar-?posts? | read-?next | crp_related
      | comments? | (?!no-|has-|with-|show|hide)[a-z]{2,12}-comments?
      | comments?-?(?:area|list|section|wrap(?:per)?|container|form|box|thread|template|view|head(?:er)?|feed|respond|holder)
      | (?:li-|div-)?comment[-_]?\d+ | cmt[-_]?\d+ | commentlist | respond | disqus[\w-]*
      | commentViewBox | comment-respond | trackbacks? | trackback-?(?:list|url|section) | pings?(?:list)? | pingbacks?
      | webmentions? | wp-block-comments[\w-]* | gitment | gitalk | valine | utterances | giscus
      | feedback | livefyre | intensedebate | fb-comments | commento | remark42 | isso-thread | cusdis_thread
      | site-(?:header|footer|branding|title|description|info|logo) | masthead | colophon | branding | page-?footer
      | main-?footer | blog-?footer | footer-?(?:wrap(?:per)?|widgets?|inner|nav)
      | skip-?(?:link|to-content|nav) | screen-reader-text | assistive-text | sr-only | visually-?hidden
      | tag-?cloud | category-?cloud | l?calendar(?:_wrap|style)? | h?calendar-?style | archive-?(?:dropdown|list-widget)
      | newsletter(?:-[\w-]*)? | subscribe(?:-[\w-]*)? | subscription(?:-[\w-]*)? | advert\w* | ads?
      | adsbygoogle | adsense | ad-(?:unit|slot|container|wrap\w*) | google-?ads?
      | cookie-?(?:\w[\w-]*)? | gdpr[\w-]* | popup | modal | preloader
      | toc | table-of-contents | toc-?(?:container|wrapper|box|list) | ez-toc[\w-]*
      | author-?(?:box|bio|info-box|profile|card|description) | about-?(?:the-?)?author | post-?author-?(?:bio|box)
      | edit-?link | printfriendly[\w-]* | post-?views | view-?counter | wm-ipp[\w-]* | donato | wpl_likebox | sharing-hidden | back-?to-?top | scroll-?to-?top
      | searchform | search-?(?:form|box|container|bar|widget) | loginform | license-?box | copyright-?notice
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POST_NAME = re.compile(
    r"h-?entry | (?:blog-?|single-?|journal-?|article-?)?(?:post|entry|article)(?:-?(?:box|item|block|single|container|wrap(?:per)?|outer|inner|full|card))?"
    r" | item-?(?:box(?:style)?)? | \w+-(?:post|entry|article)",
    re.VERBOSE | re.IGNORECASE,
)
_TAG_LIST = re.compile(r"(?:[\w-]+[-_])?tags")  # of a <nav> that holds the tags of the post around it
_ROLES = frozenset({"navigation", "complementary", "search", "contentinfo", "menu", "menubar", "dialog"})


@lru_cache(maxsize=8192)
def is_furniture_name(name: str) -> bool:
    """True if the class name or id is one that templates give to page furniture."""
    return _NAME.fullmatch(name) is not None


@lru_cache(maxsize=8192)
def is_post_name(name: str) -> bool:
    """True if the class name is one that templates give to the box of a post."""
    return _POST_NAME.fullmatch(name) is not None


@lru_cache(maxsize=16384)
def read_names(
    tag: str, class_names: str | None, id_name: str | None, role: str | None, in_post: bool
) -> tuple[tuple[str, ...], tuple[str, ...], bool, bool]:
    """(class names, keys in the index, is furniture, is the box of a post), by what the template calls an element.

    `in_post`: it lies inside an article, where an aside is a note and a footer holds the byline.
    """
    classes = tuple(class_names.split()) if class_names else ()
    is_post = tag == "article" or any(map(is_post_name, classes))
    keys = (
        f"<{tag}",
        *(f".{name}" for name in dict.fromkeys(classes)),
        *([f"#{id_name}"] if id_name else ()),
    )
    return classes, keys, _is_furniture(tag, classes, id_name, role, in_post), is_post


def _is_furniture(
    tag: str, classes: tuple[str, ...], id_name: str | None, role: str | None, in_post: bool
) -> bool:
    if tag in ("nav", "dialog"):
        return not (in_post and any(map(_TAG_LIST.fullmatch, classes)))
    if tag in ("aside", "footer") and not in_post:
        return True
    if tag in ("body", "html", "main", "article", "form"):
        return False
    if role in _ROLES:
        return True
    if tag == "a" and any(name.endswith("title") and name.startswith(("post", "entry")) for name in classes):
        return False  # Substack's titles are "post-preview-title newsletter"
    if "widget" in classes and "Blog" in classes:
        return False  # Blogger's main column is a widget too
    return any(map(is_furniture_name, classes)) or is_furniture_name(id_name or "")
