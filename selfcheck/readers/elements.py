"""One element of a page -> the photos it names. What an element is read for is told by its name and its attributes.

The mechanisms and how common they are on real pages: docs/method.md, "What is found on a page".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from bs4.element import NavigableString, Tag

from selfcheck.model import Role
from selfcheck.readers.css import pictures_in_css
from selfcheck.readers.found import Found
from selfcheck.readers.jsonld import pictures_in
from selfcheck.readers.srcset import parse_srcset
from selfcheck.readers.state import pictures_in_state

_SMALL_SIDE: Final = 48  # an img declared this small or smaller is drawn as an icon
_NEAR: Final = (
    6  # how many elements up the surroundings of a picture are looked at: bounded, so that depth costs nothing
)
_MAX_STATE: Final = 5_000_000  # characters of script data read in one page

_PICTURE_END: Final = r"\.(?:jpe?g|png|webp|gif|avif)(?=[?#:@!\s]|$)"
_ONE_PICTURE: Final = re.compile(rf"^\s*[^\s,{{}}<>\"'][^\s{{}}<>\"']*{_PICTURE_END}\S*\s*$", re.IGNORECASE)
_PICTURE_LIST: Final = re.compile(rf"{_PICTURE_END}\S*\s+\d+(?:\.\d+)?[wx]", re.IGNORECASE)
_PICTURE_PATH: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
_LAZY_NAME: Final = re.compile(
    r"^data-(?:\w+-)*?(?:src|original|lazy|url|image|full|large|hi-res|thumb|bg|background|poster|photo|img|source|path)"
    r"(?:-(?:src|url|image|path|large|full))*$"
)
_META_CARDS: Final = frozenset(
    {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "twitter:image0"}
    | {"thumbnail", "msapplication-tileimage", "image", "og:profile:image", "vk:image", "parsely-image-url"}
)
_ITEM_PICTURES: Final = frozenset({"image", "photo", "thumbnailurl", "contenturl", "thumbnail", "primaryimageofpage"})
_MICROFORMATS: Final = {
    "u-photo": Role.AVATAR, "u-featured": Role.COVER, "u-logo": Role.ICON, "photo": Role.AVATAR, "logo": Role.ICON,
}  # fmt: skip
_ICON_RELS: Final = frozenset(
    {"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "fluid-icon", "apple-touch-startup-image"}
)
_WORDED_ROLES: Final = (
    (Role.AVATAR, re.compile(r"avatar|userpic|headshot|profile[-_ ]?(?:pic|photo|image|img)|\bauthor\b", re.I)),
    (Role.COVER, re.compile(r"\bcover\b|banner|\bhero\b|masthead|header[-_ ]?(?:image|photo|img)", re.I)),
    (Role.ICON, re.compile(r"\bicons?\b|favicon|\blogo\b|emoji|sprite|spacer|\bpixel\b|\bbadge\b", re.I)),
    (Role.GALLERY, re.compile(r"gallery|carousel|slide|album|\bgrid\b|thumb", re.I)),
)
_FILE_HINTS: Final = re.compile(r"avatar|profile|cover|banner|hero|icon|logo|emoji|sprite|spacer|pixel|badge", re.I)


def text_of(tag: Tag, name: str) -> str:
    """An attribute as one string; class and rel come as lists."""
    value = tag.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def read_element(tag: Tag, found: Found) -> str:
    """Add the photos this element names. Returns the page inside it (iframe srcdoc), or ""."""
    attributes = tag.attrs
    reader = _READERS.get(tag.name)
    if reader is not None:
        reader(tag, found)
    if attributes:
        _read_any(tag, found)
        if tag.name == "iframe" and "srcdoc" in attributes:
            return text_of(tag, "srcdoc")
    return ""


def _near(tag: Tag) -> Iterator[Tag]:
    return islice((parent for parent in tag.parents if isinstance(parent, Tag)), _NEAR)


def _role_of(tag: Tag, fallback: Role) -> Role:
    """The role told by declared size, then by class, id, file name and the class of the elements around."""
    width, height = text_of(tag, "width"), text_of(tag, "height")
    if width.isdigit() and height.isdigit() and max(int(width[:6]), int(height[:6])) <= _SMALL_SIDE:
        return Role.ICON
    hints = f"{text_of(tag, 'class')} {text_of(tag, 'id')}"
    for parent in islice(_near(tag), 2):
        if parent.attrs:
            hints += f" {text_of(parent, 'class')} {text_of(parent, 'id')}"
    name = text_of(tag, "src")[-100:].rpartition("/")[2]
    told_by_name = bool(_FILE_HINTS.search(name))
    if hints.strip() or told_by_name:
        for role, pattern in _WORDED_ROLES:
            if pattern.search(hints) or (told_by_name and role is not Role.GALLERY and pattern.search(name)):
                return role
    return Role.AVATAR if re.search(r"profile (?:picture|photo)|프로필 사진", text_of(tag, "alt"), re.I) else fallback


def _sizes(tag: Tag) -> tuple[list[tuple[float, str]], bool]:
    """All addresses of an img or source with how much each is preferred, and whether one came from a lazy attribute.

    Width first, then density, then lazy, then src. A lazy attribute is known by its value, or by its name.
    """
    sizes: list[tuple[float, str]] = []
    lazy = False
    for name in tag.attrs:
        if name in {"alt", "class", "id", "style", "title", "width", "height", "sizes"}:
            continue
        value = text_of(tag, name)
        if name in {"srcset", "imagesrcset"}:
            sizes += [(c.width or c.density + 0.5, c.url) for c in parse_srcset(value)]
        elif name == "src":
            sizes.append((0.1, value))
        elif name.startswith("data-") and value:
            if name.endswith("srcset") or _PICTURE_LIST.search(value[:2000]):
                sizes += [(c.width or c.density + 0.5, c.url) for c in parse_srcset(value)]
                lazy = True
            elif len(value) < 4000 and (_ONE_PICTURE.match(value) or (_LAZY_NAME.match(name) and _like_address(value))):
                sizes.append((0.4, value))
                lazy = True
    return sizes, lazy


def _like_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "//", "/")) and not re.search(r"[\s{}<>\"']", value)


def _read_img(tag: Tag, found: Found) -> None:
    sizes, lazy = _sizes(tag)
    place = "img lazy" if lazy else "img srcset" if "srcset" in tag.attrs else "img src"
    around = list(_near(tag))
    for parent in around:
        if parent.name == "picture":
            sources = [
                child for child in islice(parent.children, 40) if isinstance(child, Tag) and child.name == "source"
            ]
            for source in sources:
                sizes += _sizes(source)[0]
            place = "picture source" if sources else place
        elif parent.name == "noscript":
            place = "noscript img"
        elif parent.name == "a" and _links_to_picture(parent) and _pictures_inside(parent) == 1:
            sizes.append((1e9, text_of(parent, "href")))  # the full size behind a thumbnail
    best_first = [url for _, url in sorted(sizes, key=lambda size: -size[0]) if not url.lstrip().startswith("data:")]
    role = _role_of(tag, Role.POST)
    if found.add(best_first, role, place, text_of(tag, "alt")) and role is not Role.ICON:
        found.shown += 1


def _links_to_picture(tag: Tag) -> bool:
    path = text_of(tag, "href").partition("?")[0].partition("#")[0].rstrip()
    # MediaWiki and others name pages like pictures ("/wiki/File:Me.jpg"): a colon in the last part tells them.
    return bool(_PICTURE_PATH.search(path)) and ":" not in path.rpartition("/")[2]


def _read_link_to(tag: Tag, found: Found) -> None:
    """A link straight to a picture file; around an img it is that photo's full size and told there."""
    if _links_to_picture(tag) and _pictures_inside(tag) != 1:
        words = " ".join(str(part).strip() for part in islice(tag.children, 4) if type(part) is NavigableString)
        found.add([text_of(tag, "href")], Role.GALLERY, "a href", words[:200])


def _pictures_inside(tag: Tag) -> int:
    """How many img stand two levels deep inside. Bounded: links may be nested without end, and long."""
    inside = [node for node in tag.contents[:_NEAR] if isinstance(node, Tag)]
    inside += [node for outer in inside for node in outer.contents[:_NEAR] if isinstance(node, Tag)]
    return sum(node.name == "img" for node in inside)


def _read_meta(tag: Tag, found: Found) -> None:
    for kind in ("property", "name"):
        for name in text_of(tag, kind).strip().lower().split():
            if name in _META_CARDS:
                found.add([text_of(tag, "content")], Role.PREVIEW_CARD, name)


def _read_link(tag: Tag, found: Found) -> None:
    rel = set(text_of(tag, "rel").lower().split())
    if "image_src" in rel:
        found.add([text_of(tag, "href")], Role.PREVIEW_CARD, "link rel=image_src")
    elif rel & _ICON_RELS:
        found.add([text_of(tag, "href")], Role.ICON, f"link rel={text_of(tag, 'rel').lower()[:40]}")
    elif rel & {"preload", "prefetch"} and text_of(tag, "as").lower() == "image":
        sizes = sorted(_sizes(tag)[0], key=lambda size: -size[0])
        found.add([*(url for _, url in sizes), text_of(tag, "href")], Role.POST, "link rel=preload")


def _read_script(tag: Tag, found: Found) -> None:
    kind = text_of(tag, "type").lower()
    text = tag.string or ""
    if "ld+json" in kind:
        for url, role, caption in pictures_in(text):
            found.add([url], role, "JSON-LD image", caption)
        return
    is_json = kind.endswith("json")
    if not is_json and (not kind or "javascript" in kind or kind == "module"):
        found.scripts += 1
    room = _MAX_STATE - found.state_bytes
    if text and room > 0:
        found.state_bytes += len(text)
        for url, role, caption in pictures_in_state(text[:room], is_json=is_json):
            found.add([url], role, "script data", caption)


def _read_style(tag: Tag, found: Found) -> None:
    for url in pictures_in_css(tag.string or ""):
        found.add([url], Role.BACKGROUND, "style sheet")


def _read_video(tag: Tag, found: Found) -> None:
    for name in ("poster", "data-poster"):
        if found.add([text_of(tag, name)], Role.POST, "video poster", text_of(tag, "title")):
            found.shown += 1


def _read_svg_image(tag: Tag, found: Found) -> None:
    href = text_of(tag, "href") or text_of(tag, "xlink:href") or text_of(tag, "src")
    if found.add([href], _role_of(tag, Role.POST), "svg image"):
        found.shown += 1


def _read_object(tag: Tag, found: Found) -> None:
    url = text_of(tag, "data") or text_of(tag, "src")
    told = text_of(tag, "type").lower()
    if (told.startswith("image/") and "svg" not in told) or (not told and _PICTURE_PATH.search(url.partition("?")[0])):
        found.add([url], Role.POST, tag.name)


def _read_input(tag: Tag, found: Found) -> None:
    kind = text_of(tag, "type").lower()
    found.password_field |= kind == "password"
    if kind == "image":
        found.add([text_of(tag, "src")], _role_of(tag, Role.ICON), "input type=image", text_of(tag, "alt"))


def _read_frame(tag: Tag, found: Found) -> None:
    found.captcha_field |= bool(re.search(r"captcha|turnstile|challenges\.", text_of(tag, "src")[:2000], re.I))


def _read_div(tag: Tag, found: Found) -> None:
    found.captcha_field |= bool(re.search(r"\b(?:g-recaptcha|h-captcha|cf-turnstile)\b", text_of(tag, "class")))


_READERS: Final[dict[str, Callable[[Tag, Found], None]]] = {
    "img": _read_img,
    "amp-img": _read_img,
    "a": _read_link_to,
    "meta": _read_meta,
    "link": _read_link,
    "script": _read_script,
    "style": _read_style,
    "video": _read_video,
    "image": _read_svg_image,
    "object": _read_object,
    "embed": _read_object,
    "input": _read_input,
    "iframe": _read_frame,
    "div": _read_div,
}


def _read_any(tag: Tag, found: Found) -> None:
    """What any element can carry: inline style, microdata, RDFa, microformats, lazy backgrounds, old attributes."""
    for name in tag.attrs:
        if name == "style":
            style = text_of(tag, name)
            if "url(" in style or "image-set(" in style:
                for url in pictures_in_css(style):
                    if found.add([url], _role_of(tag, Role.BACKGROUND), "inline style", text_of(tag, "aria-label")):
                        found.shown += 1
        elif name == "itemprop" and tag.name != "img":
            if set(text_of(tag, name).lower().split()) & _ITEM_PICTURES:
                found.add([_value_of(tag)], Role.PREVIEW_CARD, "microdata image")
        elif name == "property" and tag.name not in {"meta", "img"}:
            if text_of(tag, name).lower().rpartition(":")[2] in _ITEM_PICTURES:
                found.add([_value_of(tag)], Role.PREVIEW_CARD, "RDFa image")
        elif name == "class" and tag.name not in {"img", "div", "span", "p", "li"}:
            for role in (_MICROFORMATS[word] for word in tag.attrs[name] if word in _MICROFORMATS):
                found.add([_value_of(tag)], role, "microformats photo")
        elif name == "background" and tag.name in {"body", "table", "td", "th", "tr"}:
            found.add([text_of(tag, name)], Role.BACKGROUND, "background attribute")
        elif name.startswith("data-") and tag.name not in {"img", "source", "amp-img"}:
            _read_lazy(tag, name, found)


def _read_lazy(tag: Tag, name: str, found: Found) -> None:
    """A background or link address that a script would put in place."""
    value = text_of(tag, name)
    if len(value) > 4000 or ("." not in value and "/" not in value):
        return
    if "url(" in value:
        for url in pictures_in_css(f"background:{value}"):
            found.add([url], _role_of(tag, Role.BACKGROUND), "lazy background")
    elif _PICTURE_LIST.search(value):
        sizes = sorted(parse_srcset(value), key=lambda size: -(size.width or size.density))
        found.add([size.url for size in sizes], _role_of(tag, Role.BACKGROUND), "lazy background")
    elif _ONE_PICTURE.match(value) or (re.search(r"-(?:bg|background)\b", name) and _like_address(value)):
        found.add([value], _role_of(tag, Role.BACKGROUND), "lazy background")


def _value_of(tag: Tag) -> str:
    """The address an element stands for in microdata, RDFa and microformats."""
    for name in ("content", "src", "href", "data", "value", "resource"):
        if name in tag.attrs:
            value = text_of(tag, name)
            return "" if name == "href" and tag.name == "a" and not _links_to_picture(tag) else value
    return ""
