"""Hosts that the data may not link to."""

from __future__ import annotations

# A row may have been read in an unofficial copy of a book still in copyright, or on a partisan
# page. What was read is recorded in the row; the address is not, because a published link would
# send readers to the infringing copy or lend the page an authority it has not. Subdomains count.
REFUSED_HOSTS = frozenset(
    [
        "100-vampirenovels.net",
        "360doc.com",
        "52shijing.com",
        "6jhxt.group",
        "all-library.ru",
        "bestref.net",
        "bibliboba.online",
        "bibliomarxiste.net",
        "bitlit.ru",
        "bookreadfree.com",
        "booksonline.com.ua",
        "cartadelsur.blogspot.com",
        "censored.today",
        "coollib.biz",
        "coonwood.ru",
        "coursehero.com",
        "directdemocracy4u.uk",
        "docslib.org",
        "documents.pub",
        "ebin.pub",
        "eldvigperm.ru",
        "endusmilitarism.org",
        "erenow.net",
        "erenow.org",
        "fb2gratis.com",
        "freeptomaineradio.com",
        "fx361.cc",
        "gufo.me",
        "helpiks.org",
        "ifuun.com",
        "knigochet.com",
        "knizki.com",
        "kulichkovvk.ru",
        "lib.druzya.org",
        "libcat.ru",
        "loveread.ec",
        "mybooks.club",
        "nebet.mystrikingly.com",
        "netdenegnakino.ru",
        "news-pravda.com",
        "ok.ru",
        "onlinereadsfree.com",
        "plnmw.com",
        "polkrf.ru",
        "potassiumski702.cfd",
        "powerlineblog.com",
        "read-online-books.com",
        "rulit.me",
        "saavedrasilver.com",
        "scribd.com",
        "softbeam.net",
        "southfront.press",
        "stefanov.no-ip.org",
        "studyres.com",
        "taisachpdfmienphi.com",
        "trantor.is",
        "vdoc.pub",
        "vdocuments.site",
        "vdocuments.us",
        "z236.cn",
        "zhangyue.com",
    ]
)


def is_refused(host: str) -> bool:
    """Whether ``host`` or a domain above it is on the list (``www.scribd.com`` is)."""
    labels = host.lower().rstrip(".").split(".")
    return any(".".join(labels[i:]) in REFUSED_HOSTS for i in range(len(labels)))
