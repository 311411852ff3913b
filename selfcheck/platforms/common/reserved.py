"""Names that services keep for their own pages, on one platform or another: none of them is anybody's handle here.

General knowledge, and generous on purpose. A word too many costs little: the page is read as it was named. A word too
few makes the page of a stranger out of a share link.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SERVICE_WORDS: Final = _words(
    """
    _n _nc _u a about abuse accessibility account accounts activity ad add admin ads advertise advertising agreement
    ajax album albums all amp analytics api app apps archive ar article articles asset assets auth avatar
    badge badges billing blog blogs board boards bookmarks bot brand brands browse business businesses
    c camera campaign captcha careers categories category cdn challenge channel channels chat check checkpoint circle
    city club collection collections comment comments commerce communities community company compose confirm connect
    consent contact content cookie cookies copyright create creator creators css
    dashboard data deals debug deck delete deleted desktop dev developer developers device dialog direct directory
    discover discussions dl dns docs domain domains donate donations download downloads
    e edit education email emails embed embed.js emoji en enterprise error event events everything experience explore
    faq favicon favicon.ico favorites feature featured features feed feedback feeds file files find find-friends flow
    follow followers following forgot forum forums friends fundraiser fundraisers
    g gallery games gaming gifts gist global go graphql group groups guide guidelines guides
    hashtag hashtags health help help-center highlights home homefeed home.php html
    i icon icons id ideas igtv image images img import inbox index index.html index.php info insights install
    intent invite invited invites ios issues
    j jobs join journal js json
    kr ko ko-kr l lang language latest learn legal library license like likes link links lists lite live local locale
    location locations log-in login login.php login_required logout
    m mail manage manifest.json map maps marketplace me media member members mentions message messages messenger
    mobile moments monetization more music my
    n nametag natural-disaster network new news newsfeed newsletter newsroom nonprofit nonprofits notes notice
    notices notification notifications null
    oauth oauth2 oembed offers official offsite oops open open-source order orders orgs
    p page pages paid partner partners password pay payment payments people permalink permalink.php pg photo
    photo.php photos pin pins places plans play playlist plugins podcasts policies policy poll popular portal post
    posts preferences premium press pricing privacy privacy-policy pro prod product products profile profile.php
    profiles promo public publish purchase
    q qr query question questions
    r r.php random rate recent recover redirect reel reels reg register registration release report reports reset
    resource resources results reviews robots.txt root rsrc.php rss rules
    s safety save saved search secure security see select service services session sessions set setting settings
    setup share shared sharer sharer.php shares shop shopping short shorts shows sign-in sign-up sign_in sign_up
    signin signout signup site sitemap sitemap.xml sitemaps sites source spotlight staff start static stats status
    sticker stickers store stories story story.php stream studio styles stylesheets subscribe subscription
    subscriptions success suggested suggestions support suspended switch system
    t tag tagged tags team teams template templates terms terms-of-service test theme themes thread threads timeline
    today tools top topic topics tos tour trade translate trending trends trust tutorial tv tweet twitter
    u unauthorized undefined unfollow unsubscribe update updates upgrade upload uploads us use user username users
    v verification verified verify video video.php videos view views
    w wall watch wc web webhook webhooks webmaster welcome who_to_follow widget widgets wiki work
    www x xml xrpc you your-account
    """
)
