"""The pages of the bundled demo site: HTML, a feed and a robots.txt, as `make_demo.py` writes them."""

from __future__ import annotations

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #26323a; background: #f7f5f1 }
main, header, footer { max-width: 60rem; margin: 0 auto; padding: 1rem }
header { display: flex; gap: 1rem; align-items: center } h1 { margin: 0; font-size: 1.6rem } p { margin: .3rem 0 }
.avatar { width: 96px; height: 96px; border-radius: 50%; object-fit: cover } a { color: #1d6a80 }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem }
figure { margin: 0; background: #fff; border-radius: 8px; overflow: hidden; box-shadow: 0 1px 4px #0002 }
figure img { display: block; width: 100%; height: 13rem; object-fit: cover; background: #dde3e4 }
figcaption { padding: .5rem .8rem; font-size: .9rem } .wall { max-width: 20rem; margin: 12vh auto; padding: 2rem }
.wall input, .wall button { display: block; width: 100%; box-sizing: border-box; margin: .6rem 0; padding: .6rem }
"""


def page(title: str, head: str, body: str) -> bytes:
    """Return a page of HTML."""
    meta = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
    top = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{meta}\n<title>{title}</title>\n'
    return f"{top}{head.strip()}\n<style>{STYLE}</style>\n</head>\n<body>\n{body.strip()}\n</body>\n</html>\n".encode()


def figure(picture: str, caption: str) -> str:
    """Return one picture of a gallery with its caption; `picture` is a path and an alt text, or HTML."""
    if not picture.startswith("<"):
        source, _, alt = picture.partition(" ")
        picture = f'<img src="{source}" alt="{alt}">'
    return f"<figure>{picture}\n<figcaption>{caption}</figcaption></figure>"


def home_page() -> bytes:
    """Return Mina's home page."""
    head = """
<meta name="description" content="Drawings, walks and too much coffee.">
<meta property="og:title" content="Mina Example">
<meta property="og:image" content="https://mina.example/img/card.jpg">
<link rel="canonical" href="https://mina.example/">
<link rel="icon" type="image/png" href="/favicon.png">
<link rel="alternate" type="application/rss+xml" title="What I did" href="/feed.xml">
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Person", "name": "Mina Example", "url": "https://mina.example/",
 "image": "https://mina.example/img/press.jpg", "sameAs": ["https://pics.example/u/mina", "https://insta.example/mina"]}
</script>
"""
    friends = """<picture><source type="image/webp" srcset="img/friends-900.webp 900w">
<img src="img/friends-450.jpg" srcset="img/friends-450.jpg 450w, img/friends-900.jpg 900w" sizes="450px"
 alt="Noor, Tomás, Ada and me on a hill"></picture>"""
    poster = '<img class="lazy" src="img/poster-240.jpg" data-src="img/poster.jpg" alt="[@click=app.quit]x[/]">'
    desk = '<img class="lazy" src="img/desk-320.jpg" data-src="img/desk.jpg" loading="lazy" alt="Coffee on my desk">'
    talk = """<noscript><img src="img/talk.jpg" alt="Portrait of Eileen Collins in a flight suit"></noscript>"""
    body = f"""
<header>
<img class="avatar" src="/img/avatar-160.jpg" alt="Mina Example, smiling"
 srcset="/img/avatar-80.jpg 80w, /img/avatar-160.jpg 160w, /img/avatar-320.jpg 320w" sizes="96px">
<div><h1>Mina Example</h1><p>I draw people and places, and I walk up hills.</p>
<p><a href="/travel.html">Travel</a> · <a href="https://pics.example/u/mina">Photos</a> ·
<a href="https://insta.example/mina">Insta</a></p></div>
</header>
<main>
<h2>Lately</h2>
<div class="grid">
{figure(friends, "Up the hill with friends. What a view.")}
{figure(poster, "The poster of Grace Hopper in our club room.")}
{figure(desk, "Monday.")}
{figure("img/cat.jpg A cat looks at the camera", "Chelsea, who owns the studio.")}
{figure("img/lake.jpg A lake in the morning", "Six in the morning, nobody there.")}
</div>
<p>Last week I drew at a talk about the astronaut Eileen Collins. {talk}</p>
</main>
<footer><p><img src="img/star.png" alt=""> © Mina Example</p></footer>
"""
    return page("Mina Example: drawings and walks", head, body)


def travel_page() -> bytes:
    """Return Mina's travel page."""
    shots = (
        ("travel/paris.jpg Me in front of a tower", "Paris! I had to."),
        ("travel/beach.jpg Noor by the water", "Noor at dusk."),
        ("travel/ridge.jpg A wide view of hills", "Find me in the picture."),
        ("travel/museum.jpg Two framed portraits", "Hopper and Collins side by side in the museum."),
        ("travel/mask.jpg A carved mask", "A mask at the flea market."),
        ("travel/launch.jpg A rocket lifts off", "Worth getting up for."),
        ("travel/market.jpg Jun at the market", "This one never loads to its end."),
        ("travel/map.jpg A map", "Where we went."),
    )
    head = '<meta property="og:image" content="/img/card.jpg">\n<link rel="icon" type="image/png" href="/favicon.png">'
    grid = "\n".join(figure(*shot) for shot in shots)
    body = f"""
<header><h1>Travel</h1><p><a href="/">Home</a></p></header>
<main><div class="grid">
{grid}
</div></main>
"""
    return page("Travel: Mina Example", head, body)


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Mina Example</title>
<link>https://mina.example/</link>
<item>
<title>Noor at dusk</title>
<link>https://mina.example/travel.html</link>
<media:content url="https://mina.example/travel/beach.jpg" medium="image"/>
</item>
<item>
<title>Six in the morning</title>
<link>https://mina.example/</link>
<description>&lt;img src="/img/lake.jpg" alt="A lake in the morning"&gt;</description>
</item>
</channel>
</rss>
"""
ROBOTS = "# AI programs, please stay out.\nUser-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n"


def pics_page() -> bytes:
    """Return Mina's profile on the photo-sharing site."""
    birthday = """<a href="/photos/birthday.jpg"><img src="/photos/birthday_s.jpg"
 srcset="/photos/birthday_s.jpg 320w, /photos/birthday.jpg 840w" sizes="300px" alt="Ada, Wilma and Jun"></a>"""
    shots = (
        (birthday, "Birthday"),
        ("/photos/library.jpg Wilma among lights", "Wilma at the library"),
        ("/photos/tomas.jpg Tomás on a hill", "Tomás"),
        ("/photos/pilot.jpg Official portrait of Eileen Collins", "For my drawing class (NASA, public domain)"),
        ("/photos/sunset.jpg Hills at sunset", "Sunset"),
        ("/private/family.jpg Family day", "Family day (friends only)"),
    )
    grid = "\n".join(figure(*shot) for shot in shots)
    body = f"""
<header><img class="avatar" src="/avatars/mina.jpg" alt="mina">
<div><h1>mina</h1><p>Mina Example · 6 photos</p></div></header>
<main><div class="grid">
{grid}
</div></main>
<footer><p>Pics Example</p></footer>
"""
    head = (
        '<link rel="canonical" href="https://pics.example/u/mina">\n<meta name="robots" content="noimageindex, noai">\n'
        '<meta property="profile:username" content="mina">'
    )
    return page("mina's photos • Pics Example", head, body)


def login_page() -> bytes:
    """Return the wall of the social network: a log-in form, and a preview card that tells more than the page."""
    head = """
<meta property="og:title" content="Mina Example (@mina) • Insta Example">
<meta property="og:image" content="https://insta.example/media/mina-150.jpg">
<meta name="robots" content="noindex">
"""
    body = """
<main><figure class="wall">
<h1>Insta Example</h1>
<form action="/accounts/login/" method="post">
<input name="username" placeholder="User name" aria-label="User name" autocomplete="username">
<input name="password" type="password" placeholder="Password" aria-label="Password" autocomplete="current-password">
<button type="submit">Log in</button>
</form>
<p>Log in to see photos and videos from mina.</p>
</figure></main>
"""
    return page("Log in • Insta Example", head, body)
