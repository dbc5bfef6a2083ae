#!/usr/bin/env python3
"""Who, when and what, where a page says it in one way, in several, or in two that disagree."""
import email, email.policy, json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from lib import *

WORDS = "At six on Tuesday morning the first lorry rolled over the old bridge, and the people who had waited on both banks cheered."
MORE = "The eastern pier was taken down to the water line and built up again, stone by stone, by masons from three valleys."
TEXT = f"<p>{WORDS}</p><p>{MORE}</p><p>{WORDS} {MORE}</p>"


def read(head="", above="", below="", url="https://paper.example.org/news/bridge", title="The bridge reopens", h1="The bridge reopens", top="", text=TEXT, lang="", behind=""):
    lang = lang and f" lang={lang}"
    page = f"<html{lang}><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{top}<article><h1>{h1}</h1>{above}{text}{below}</article>{behind}</body></html>"
    return json.loads(run("--from", "html", "--to", "json", "--no-fetch", "--base-url", url, stdin=page.encode())[1])


def ld(text): return f'<script type="application/ld+json">{text}</script>'


ARTICLE = '{"@type":"NewsArticle","headline":"The bridge reopens","datePublished":"%s","author":%s,"publisher":{"@type":"Organization","name":"Harbour Weekly"}}'
author = lambda who, when="2026-11-24T08:00:00+01:00": ld(ARTICLE % (when, who))

# --- who: what the page has -> the name
for name, page, want in [
    ("By, above the text", dict(above="<div>By Ana Ruiz</div>"), "Ana Ruiz"),
    ("Text and interview by", dict(above="<p>Text und Interview von Ana Ruiz</p>"), "Ana Ruiz"),
    ("an article by, with its date", dict(above="<div>Ein Artikel von <b>Ana Ruiz</b> | 24.11.2026 - 12:45</div>"), "Ana Ruiz"),
    ("set in by, and when", dict(above="<p>Erstellt von Ana am 24. November 2026</p>"), "Ana"),
    ("Autorin with a colon", dict(above="<p>Autorin: Ana Ruiz</p>"), "Ana Ruiz"),
    ("a space before the colon", dict(above="<p>Auteur : Ana Ruiz</p>"), "Ana Ruiz"),
    ("no space behind By", dict(above="<p><span>By</span><a href='/p/ana'>Ana Ruiz</a> <span>Tuesday, November 24, 2026</span></p>"), "Ana Ruiz"),
    ("as the last line", dict(below="<p><em>Von Ana Ruiz</em></p>"), "Ana Ruiz"),
    ("a label and a name", dict(above="<div>Written by</div><div>Ana Ruiz</div>"), "Ana Ruiz"),
    ("beside a link to follow", dict(above='<div class="author"><a href="/in/ana">Ana Ruiz</a><a href="/follow">Follow</a></div>'), "Ana Ruiz"),
    ("two links, two names", dict(above='<div class="author"><a href="/in/ana">Ana Ruiz</a> and <a href="/in/ben">Ben Okri</a></div>'), "Ana Ruiz and Ben Okri"),
    ("JSON-LD", dict(head=author('{"@type":"Person","name":"Ana Ruiz"}')), "Ana Ruiz"),
    ("JSON-LD's only person, whom its article does not name", dict(head=ld('{"@graph":[{"@type":"WebPage","name":"x"},{"@type":["Person"],"name":"Ana Ruiz"}]}')), "Ana Ruiz"),
    ("the paper in the data, a person on the page", dict(head=author('{"@type":"Organization","name":"Harbour Weekly"}'), above="<p>By Ana Ruiz</p>"), "Ana Ruiz"),
    ("a domain in the data", dict(head='<meta name="author" content="paper.example">', above="<p>By Ana Ruiz</p>"), "Ana Ruiz"),
    ("what stands behind the title, in the data", dict(head='<meta name="author" content="The Reporters Club">', title="The bridge reopens | The Reporters Club", above="<p>By Ana Ruiz</p>"), "Ana Ruiz"),
    ("somebody in the data whom the page does not show", dict(head='<meta name="author" content="Theme Makers">', above="<p>By Ana Ruiz</p>"), "Ana Ruiz"),
    ("somebody in the data whom it shows", dict(head='<meta name="author" content="Ben Okri">', above="<p>Ben Okri reports</p>"), "Ben Okri"),
    ("the paper alone", dict(head=author('{"@type":"Organization","name":"Harbour Weekly"}')), "Harbour Weekly"),
    ("a body in the data, a person on the page", dict(head='<meta name="author" content="Brückenverein e.V.">', above="<p>Von Ana Ruiz</p>"), "Ana Ruiz"),
    ("a name with the address in it", dict(head='<meta name="author" content="Club Harbourbridge">', above="<p>By Ana Ruiz</p>", url="https://www.harbourbridge.example/a"), "Ana Ruiz"),
    ("between a section and a date", dict(above="<p>Politics | By Ana Ruiz | 24 November 2026</p>"), "Ana Ruiz"),
    ("beside the time, without By", dict(above="<p>24.11.2026 | 13:10 Uhr | Ana Ruiz</p>"), "Ana Ruiz"),
    ("in lines of their own", dict(above="<div>By</div><div>Ana Ruiz</div><div>and</div><div>Ben Okri</div>"), "Ana Ruiz and Ben Okri"),
    ("one more than in the data", dict(head='<meta name="author" content="Ana Ruiz">', above="<p>By Ana Ruiz and Ben Okri</p>"), "Ana Ruiz and Ben Okri"),
    ("the line nearest to the text", dict(top="<div>By Company Size</div>", above="<p>By Ana Ruiz</p>"), "Ana Ruiz"),
    ("a line that says By, before a name that stands somewhere", dict(top='<div class="author">Sunday Papers</div>', above="<p>par Ana Ruiz, 24 novembre 2026</p>"), "Ana Ruiz"),
    ("a user's name", dict(behind="<div>Gespeichert von anar am 24. November 2026</div>"), "anar"),
    ("inside the text, with a colon", dict(text=TEXT.replace("</p><p>", "</p><p>Autorin: Ana Ruiz, Projektleiterin der Brücke.</p><p>", 1) + TEXT * 2), "Ana Ruiz"),
    ("who looked it through is no author", dict(above="<p>Reviewed by Ben Okri, CPA</p>"), None),
    ("the agency of the dateline", dict(text=f"<p>Hamburg (dpa/lno) – {WORDS}</p>" + TEXT), "dpa/lno"),
    ("a role", dict(above="<p>Von Redaktion</p>"), "Redaktion"),
    ("nobody", dict(above="<p>By admin</p>"), None),
    ("a month behind a single name", dict(above='<div><span class="byline">by <a href="/p/ana">Ana</a></span> <time>September 5, 2026</time></div>'), "Ana"),
    ("a weekday and a month", dict(above="<p>By Ana Ruiz, Monday 5 October 2026</p>"), "Ana Ruiz"),
    ("a month glued to the name", dict(above='<div class="author"><span>Ana Ruiz</span><span>October 5, 2026</span></div>'), "Ana Ruiz"),
    ("a number that belongs to the name's line", dict(above='<p class="author">By Ana Ruiz 12 min</p>'), "Ana Ruiz"),
    ("boxes beside the name", dict(above='<div class="author"><div><img src="/a.png" alt="">Ana Ruiz</div><div>Stonework</div><div>Chief mason</div></div>'), "Ana Ruiz"),
    ("an element glued to the name", dict(above='<div class="author"><span>Ana Ruiz</span><span>Editor</span></div>'), "Ana Ruiz"),
    ("who edited it, in the next line", dict(above='<p class="byline">Written by Ana Ruiz<br>Edited by Ben Okri</p>'), "Ana Ruiz"),
    ("who took the picture", dict(above='<p class="author">Photo: Ben Okri</p><p>By Ana Ruiz</p>'), "Ana Ruiz"),
    ("who chose it, and of what", dict(above='<p class="byline">Photos from the cellar, chosen by Ana Ruiz</p>'), "Ana Ruiz"),
    ("a label of a language without words here", dict(above='<div class="author">Egilea: Ana Ruiz</div>'), "Ana Ruiz"),
    ("a dash in front", dict(head='<meta name="author" content="\u2013 Ana Ruiz">'), "Ana Ruiz"),
    ("curly quotation marks", dict(head='<meta name="author" content="\u201cAna Ruiz\u201d">'), "Ana Ruiz"),
    ("a full stop behind", dict(above='<p>by <span class="author">Ana Ruiz.</span></p>'), "Ana Ruiz"),
    ("a junior", dict(head='<meta name="author" content="Ben Okri Jr.">'), "Ben Okri Jr."),
    ("a sentence about the paper", dict(above='<p class="author">We are a small paper of the valley</p>'), None),
    ("who is quoted", dict(above='<blockquote><p>Best bridge ever.</p><cite class="author">Ben Okri</cite></blockquote>'), None),
    ("who is quoted, behind the quotation", dict(above='<blockquote><p>Best bridge ever.</p></blockquote><p class="author">Ben Okri</p>'), None),
    ("a reader who logs in", dict(above='<div class="author"><a href="/login">Log in</a></div>'), None),
    ("a role alone", dict(above='<div class="author">Senior Writer</div><div class="author">Ana Ruiz</div>'), "Ana Ruiz"),
    ("a list of authors", dict(above='<ul><li><a rel="author" href="/p/ana">Ana Ruiz</a></li><li><a rel="author" href="/p/ben">Ben Okri</a></li></ul>'), "Ana Ruiz, Ben Okri"),
    ("links of authors side by side", dict(above='<p class="authors"><a href="/people/ana">Ana Ruiz</a><a href="/people/ben">Ben Okri</a></p>'), "Ana Ruiz, Ben Okri"),
    ("microdata with names in it", dict(above='<p><span itemprop="author" itemscope><span itemprop="name">Ana Ruiz</span>, mason</span> <span itemprop="author" itemscope><meta itemprop="name" content="Ben Okri"></span></p>'), "Ana Ruiz, Ben Okri"),
    ("the author of a related article", dict(above="<p>By Ana Ruiz</p>", behind='<div class="related"><a rel="author" href="/p/ben">Ben Okri</a></div>'), "Ana Ruiz"),
    ("a catalogue's", dict(head='<meta name="citation_author" content="Ruiz, Ana"><meta name="citation_author" content="Okri, Ben">'), "Ana Ruiz, Ben Okri"),
    ("a catalogue's with a degree", dict(head='<meta name="citation_author" content="Ana Ruiz, PhD">'), "Ana Ruiz, PhD"),
    ("a name with a particle", dict(above="<p>By Ana van Ruiz</p>"), "Ana van Ruiz"),
    ("a sentence that begins with Von", dict(above="<p>Von Montag an rollen wieder Lastwagen über die Brücke.</p>"), None),
]:
    got = read(**page)["byline"]
    ok(got == want, f"who: {name}", f"{got!r}, not {want!r}")

# --- when
for name, page, want in [
    ("JSON-LD", dict(head=author('"x y"')), "2026-11-24T08:00:00+01:00"),
    ("a line above the text", dict(above="<p>24 November 2026</p>"), "2026-11-24"),
    ("the line nearest to the text", dict(above="<div>Tuesday, 1 December 2026</div><p>24 November 2026</p>"), "2026-11-24"),
    ("at the start of the text", dict(above=f"<p>24.11.2026 – {WORDS}</p>"), "2026-11-24"),
    ("in the address", dict(url="https://paper.example.org/2026/11/24/bridge"), "2026-11-24"),
    ("in the address, day first", dict(url="https://paper.example.org/news/24-11-2026"), "2026-11-24"),
    ("UTC in the data, the next day on the page", dict(head=author('"x y"', "2026-11-23T23:30:00Z"), above="<p>24 November 2026</p>"), "2026-11-24"),
    ("UTC in the data, the day before in the address", dict(head=author('"x y"', "2026-11-25T05:30:00+00:00"), url="https://paper.example.org/2026/11/24/bridge"), "2026-11-24"),
    ("another day far above the title", dict(head=author('"x y"', "2026-11-24T05:30:00Z"), top="<p>27 November 2026</p>" + "<div>Harbour</div>" * 9), "2026-11-24T05:30:00Z"),
    ("another day below the title", dict(head=author('"x y"', "2026-11-26T05:30:00Z"), above="<p>24 November 2026</p>"), "2026-11-24"),
    ("a day that is something else's", dict(head=author('"x y"', "2026-11-24T05:30:00Z"), above="<p>Termin: 1.12.2026</p>"), "2026-11-24T05:30:00Z"),
    ("the day of a change", dict(head=author('"x y"', "2026-11-24T05:30:00Z"), above="<p>Updated December 1, 2026</p>"), "2026-11-24T05:30:00Z"),
    ("a comment's", dict(below='<p>Veröffentlicht am 24.11.2026</p><ol class="comments"><li class="comment"><time datetime="2026-11-29T10:00:00Z">29 November 2026</time></li></ol>'), "2026-11-24"),
    ("hAtom", dict(above='<span class="updated" title="2026-11-24T08:00:00+01:00"></span>'), "2026-11-24T08:00:00+01:00"),
    ("day and month in Spanish", dict(above="<p>03/05/2026</p>", lang="es"), "2026-05-03"),
    ("day and month in American English", dict(above="<p>03/05/2026</p>", lang="en-US"), "2026-03-05"),
    ("when it was last edited, where nothing else is said", dict(behind="<p>This page (last edited 2026-11-24 13:28:18 by AnaRuiz)</p>"), "2026-11-24T13:28:18"),
    ("the page says when it was published", dict(head=author('"x y"', "2026-11-27T05:30:00Z"), above="<p>Published 24 November 2026</p>"), "2026-11-24"),
    ("a caption's", dict(above='<p>Posted on Friday, November 20th, 2026 at 9:05 a.m.</p><figure><img src="/i.jpg" width="600" height="400"><figcaption>The pier on May 3, 2026.</figcaption></figure>'), "2026-11-20"),
    ("a caption's alone", dict(above='<figure><img src="/i.jpg" width="600" height="400"><figcaption>The pier on May 3, 2026.</figcaption></figure>'), None),
    ("in the box that holds the title", dict(top='<figure><figcaption><small>24.11.2026</small><h1>The bridge reopens</h1></figcaption></figure>', h1="", lang="de"), "2026-11-24"),
    ("a card's that leads to another article", dict(below='<div><a href="/x"><h3>The ferry again</h3><time datetime="2026-03-05T00:00">5 March</time></a></div>'), None),
    ("a related one's", dict(below='<section class="related"><h2>More</h2><p><a href="/x">The ferry again</a> <time datetime="2026-03-05">5 March 2026</time></p></section>'), None),
    ("a post's that is quoted", dict(head=author('"x y"'), above='<blockquote><p>What a bridge!</p><a href="https://posts.example/7">May 4, 2026</a></blockquote>'), "2026-11-24T08:00:00+01:00"),
    ("in the far future", dict(above="<p>Opening on 4 May 2098</p>"), None),
    ("a change behind the publication", dict(above="<p>20 November 2026</p><p>Updated 24 November 2026</p>"), "2026-11-20"),
    ("a change in an element", dict(above='<p>Updated <time datetime="2026-11-24">24 November</time>, first on <time datetime="2026-11-20">20 November</time></p>'), "2026-11-20"),
    ("two elements side by side", dict(above='<p><time>20 November 2026</time><time>10:30</time></p>'), "2026-11-20T10:30:00"),
    ("a blank before the zone", dict(head='<meta name="date" content="2026-11-20T08:00:00 +0100">'), "2026-11-20T08:00:00+01:00"),
    ("a blank in the zone", dict(head='<meta name="date" content="2026-11-20 08:00:00 + 01:00">'), "2026-11-20T08:00:00+01:00"),
    ("seconds", dict(head='<meta property="article:published_time" content="1700000000">'), "2023-11-14T22:13:20Z"),
    ("milliseconds", dict(head='<meta property="article:published_time" content="1700000000000">'), "2023-11-14T22:13:20Z"),
    ("the order that the address has", dict(above="<p>07/05/2026</p>", url="https://paper.example/2026/05/07/bridge", lang="en"), "2026-05-07"),
    ("the order that the month in the address has", dict(above="<p>07/05/2026</p>", url="https://paper.example/2026/05/bridge", lang="en"), "2026-05-07"),
    ("the order that is not in the future", dict(above="<p>05/12/2025</p>", head='<meta property="article:modified_time" content="2025-06-01">', lang="de"), "2025-05-12"),
    ("the order of a country", dict(above="<p>07/05/2026</p>", url="https://paper.example.ie/bridge", lang="en"), "2026-05-07"),
    ("year, month in letters, day", dict(head='<meta name="citation_publication_date" content="2026 May 7">'), "2026-05-07"),
    ("Korean", dict(above="<p>2026년 5월 7일</p>", lang="ko"), "2026-05-07"),
    ("Vietnamese", dict(above="<p>Thứ Năm, 7 tháng 5, 2026</p>", lang="vi"), "2026-05-07"),
    ("a line of the article that has a date", dict(head=author('"x y"'), text=f"<p>On 4 May 2026 it rained.</p>{TEXT}"), "2026-11-24T08:00:00+01:00"),
    ("JSON-LD in CDATA", dict(head=ld('//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2026-11-24"}\n//]]>')), "2026-11-24"),
    ("JSON-LD in a comment", dict(head=ld('<!-- [{"@type":"NewsArticle","datePublished":"2026-11-24"}] -->')), "2026-11-24"),
    ("JSON-LD with line breaks, commas and marks too many", dict(head=ld('{"@type":"NewsArticle", /* ours */ "description":"one\ntwo "three" \\\'four\\\'",,"keywords":["a","b",],"datePublished":"2026-11-24",}}')), "2026-11-24"),
    ("the day of reading above the title", dict(head=author('"x y"', "2026-11-24T20:00:00Z"), top="<p>Wednesday, November 25, 2026</p>"), "2026-11-24T20:00:00Z"),
    ("a copyright line that has a day", dict(behind="<footer><p>\u00a9 24.11.2026 - 12:14 by Harbour Weekly</p></footer>"), "2026-11-24"),
    ("a second in one digit", dict(head='<meta name="date" content="2026-11-24T23:15:0Z">'), "2026-11-24T23:15:00Z"),
    ("what a comment is dated", dict(below='<ol class="comments"><li class="comment"><div class="comment-meta commentmetadata"><a href="#c1">15 November 2026 at 11:21</a></div><p>What a bridge.</p></li></ol>'), None),
    ("no number that is no date", dict(above="<p>Call 555 2026 1124</p>"), None),
]:
    got = read(**page)["date"]
    ok(got == want, f"when: {name}", f"{got!r}, not {want!r}")

# --- in which language
GERMAN = "<p>Am Dienstagmorgen um sechs rollte der erste Lastwagen über die alte Brücke, und die Leute, die an beiden Ufern gewartet hatten, jubelten. Zwei Jahre war sie gesperrt, und für viele führte der Weg zur Arbeit täglich zwölf Kilometer um das Tal herum.</p>"
CATALAN = "<p>Dimarts al matí, a les sis, el primer camió va passar pel pont vell, i la gent que esperava a les dues ribes va cridar d'alegria. El pont havia estat tancat dos anys, i molts havien de fer cada dia dotze quilòmetres per anar a treballar a la ciutat de la vall.</p>"
for name, page, want in [
    ("as the page says", dict(lang="en-GB"), ("en-GB", "ltr")), ("with an underscore", dict(lang="en_US"), ("en-US", "ltr")), ("nothing said", dict(text=GERMAN * 2), ("de", "ltr")), ("a word, no tag", dict(lang="deutsch", text=GERMAN * 2), ("de", "ltr")),
    ("a tag that the text refutes", dict(lang="en", text=GERMAN * 2), ("de", "ltr")), ("a language that we do not know is believed", dict(lang="ca", text=CATALAN * 2), ("ca", "ltr")), ("a right language behind which nonsense stands", dict(lang="en-xx-yy-zz-1"), ("en", "ltr")),
    ("Hebrew, not said", dict(text="<p>בשש בבוקר של יום שלישי חצתה המשאית הראשונה את הגשר הישן, והאנשים שחיכו משני הצדדים הריעו. הגשר היה סגור שנתיים.</p>" * 3), ("he", "rtl")),
    ("Japanese, not said", dict(text="<p>火曜日の朝六時、最初のトラックが古い橋を渡り、両岸で待っていた人々は歓声を上げた。橋は二年間閉鎖され、多くの人が毎日十二キロの回り道をして通勤していた。</p>" * 3), ("ja", "ltr")),
    ("filler", dict(text="<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.</p>" * 3), ("zxx", "ltr")),
    ("too short to tell", dict(text="<p>Rollte. Lastwagen. Brücke.</p>"), (None, "ltr")),
]:
    d = read(**page)
    ok((d["lang"], d["dir"]) == want, f"language: {name}", f"{(d['lang'], d['dir'])!r}, not {want!r}")

# --- what
for name, page, want in [
    ("without the paper behind it", dict(title="The bridge reopens | Harbour Weekly"), "The bridge reopens"),
    ("h1 and og:title agree", dict(head='<meta property="og:title" content="The bridge reopens">', title="Bridge news - Harbour"), "The bridge reopens"),
    ("a logo is the h1", dict(h1='<a href="/">Harbour Weekly</a>', above="<h2>The bridge reopens</h2>", head='<meta property="og:title" content="The bridge reopens"><meta property="og:site_name" content="Harbour Weekly">', title="The bridge reopens - Harbour Weekly"), "The bridge reopens"),
    ("a domain is no title", dict(h1='<a href="/">paper.example</a>', title="paper.example » Blog » The bridge reopens", above="<h2>The bridge reopens</h2>"), "The bridge reopens"),
    ("the date before it", dict(h1="24.11.2026 - The bridge reopens", title="24.11.2026 - The bridge reopens"), "The bridge reopens"),
    ("a title that begins with a number", dict(h1="24 - The bridge reopens", title="24 - The bridge reopens"), "24 - The bridge reopens"),
    ("the paper's name is the title of the page", dict(title="Quayside", top='<a href="/">Quayside</a>'), "The bridge reopens"),
    ("the mark of a link to itself", dict(h1='The bridge reopens<a href="#the-bridge" title="Link">\u00b6</a>', title="The bridge reopens\u00b6 \u2014 Harbour 3.2"), "The bridge reopens"),
    ("a language's name that ends in the mark", dict(h1="Bridges in C#", title="Bridges in C#"), "Bridges in C#"),
    ("twice escaped in <title>", dict(title="Ana&amp;#8217;s bridge &amp;amp; pier", h1=""), "Ana\u2019s bridge & pier"),
    ("markup that is spoken of", dict(title="Use &lt;b&gt; &amp; &lt;i&gt; well", h1="Use &lt;b&gt; &amp; &lt;i&gt; well"), "Use <b> & <i> well"),
    ("the paper behind a hyphen in Chinese", dict(title="\u6865\u6881\u4e24\u5e74\u540e\u91cd\u65b0\u5f00\u653e\u901a\u8f66-\u6d77\u5cb8\u7f51", h1="", above="<div>\u6865\u6881\u4e24\u5e74\u540e\u91cd\u65b0\u5f00\u653e\u901a\u8f66</div>", lang="zh"), "\u6865\u6881\u4e24\u5e74\u540e\u91cd\u65b0\u5f00\u653e\u901a\u8f66"),
    ("escaped once too often", dict(head='<meta property="og:title" content="Bridges &amp;amp; tunnels">', h1="Bridges &amp; tunnels", title="Bridges &amp; tunnels"), "Bridges & tunnels"),
]:
    got = read(**page)["title"]
    ok(got == want, f"what: {name}", f"{got!r}, not {want!r}")

# --- whose
for name, page, want in [
    ("og:site_name", dict(head='<meta property="og:site_name" content="Harbour Weekly">'), "Harbour Weekly"),
    ("without its slogan", dict(head='<meta property="og:site_name" content="Harbour Weekly \u2013 All of the Coast">'), "Harbour Weekly"),
    ("the part that the address names", dict(head='<meta property="og:site_name" content="News of the coast | Harbour Weekly">', url="https://www.harbourweekly.example/a"), "Harbour Weekly"),
    ("a name with a hyphen in it", dict(head='<meta property="og:site_name" content="Harbour-Weekly">'), "Harbour-Weekly"),
    ("behind the title", dict(title="The bridge reopens | Harbour Weekly"), "Harbour Weekly"),
    ("behind the title and a section", dict(title="The bridge reopens | News | Harbour Weekly"), "Harbour Weekly"),
    ("behind the title, not the body that publishes it", dict(title="The bridge reopens - Quaypedia", head=ld('{"@type":"Article","headline":"The bridge reopens","publisher":{"@type":"Organization","name":"Quay Foundation, Inc."}}')), "Quaypedia"),
    ("the publisher, not the section behind the title", dict(title="The bridge reopens - Politics", head=author('"x y"')), "Harbour Weekly"),
    ("the site that the article is part of", dict(title="The bridge reopens", head=ld('{"@type":"Article","headline":"The bridge reopens","isPartOf":{"@type":"WebSite","name":"Harbour Weekly"}}')), "Harbour Weekly"),
    ("the feed's title", dict(head='<link rel="alternate" type="application/rss+xml" href="/f" title="Harbour Weekly \u00bb Feed">'), "Harbour Weekly"),
    ("the feed's title without RSS", dict(head='<link rel="alternate" type="application/atom+xml" href="/f" title="Harbour Weekly RSS 2.0">'), "Harbour Weekly"),
    ("a feed of nothing", dict(head='<link rel="alternate" type="application/rss+xml" href="/f" title="RSS 2.0">'), None),
    ("the feed of the article's comments", dict(head='<link rel="alternate" type="application/rss+xml" href="/f" title="The bridge reopens: comments">'), None),
]:
    got = read(**page)["site"]
    ok(got == want, f"whose: {name}", f"{got!r}, not {want!r}")

# --- where
LINK = '<link rel="canonical" href="%s"><meta property="og:url" content="%s">'
for name, page, want in [
    ("the canonical address", dict(head=LINK % ("/news/bridge", "https://paper.example.org/x")), "https://paper.example.org/news/bridge"),
    ("one of another site, and one of its own", dict(head=LINK % ("https://other.example/bridge", "https://paper.example.org/x")), "https://paper.example.org/x"),
    ("the front page, and one of its own", dict(head=LINK % ("https://paper.example.org/", "https://paper.example.org/x")), "https://paper.example.org/x"),
    ("JSON-LD's", dict(head=ld('{"@type":"Article","headline":"The bridge reopens","mainEntityOfPage":{"@id":"https://paper.example.org/y"}}')), "https://paper.example.org/y"),
    ("none of its own site", dict(head=LINK % ("https://other.example/bridge", "https://other.example/x")), "https://paper.example.org/news/bridge"),
]:
    got = read(**page)["url"]
    ok(got == want, f"where: {name}", f"{got!r}, not {want!r}")


# --- about what
def keywords(**page):
    page = f"<html><head><title>The bridge reopens</title>{page.get('head', '')}</head><body><article><h1>The bridge reopens</h1>{TEXT}{page.get('below', '')}</article></body></html>"
    return email.message_from_bytes(run("--from", "html", "--no-fetch", "--base-url", "https://paper.example.org/news/bridge", stdin=page.encode())[1], policy=email.policy.default)["Keywords"]


for name, page, want in [
    ("article:tag", dict(head='<meta property="article:tag" content="Bridges"><meta property="article:tag" content="Masons &amp;amp; stone">'), "Bridges, Masons & stone"),
    ("JSON-LD's, in one string", dict(head=ld('{"@type":"Article","headline":"The bridge reopens","keywords":"Bridges, masons"}')), "Bridges, masons"),
    ("JSON-LD's, several, and one again", dict(head=ld('{"@type":"Article","headline":"The bridge reopens","keywords":["Bridges","BRIDGES","masons"]}')), "Bridges, masons"),
    ("links to tags", dict(below='<p><a rel="tag" href="/t/b">#Bridges</a> <a rel="category tag" href="/t/m">Masons</a></p>'), "Bridges, Masons"),
    ("those for search engines, if there are no others", dict(head='<meta name="keywords" content="bridges,masons">'), "bridges, masons"),
    ("those for search engines, beside others", dict(head='<meta name="keywords" content="bridges,masons"><meta property="article:tag" content="Stone">'), "Stone"),
    ("no more than twenty", dict(head='<meta name="keywords" content="' + ",".join(f"w{i}" for i in range(90)) + '">'), ", ".join(f"w{i}" for i in range(20))),
    ("nothing", dict(head='<meta name="keywords" content=" , ;">'), None),
]:
    got = keywords(**page)
    ok(got == want, f"about what: {name}", f"{got!r}, not {want!r}")

# --- tags that may be left out (HTML, 13.1.2.4)
for name, page in [
    ("head and body, before <main>", f"<!DOCTYPE html><title>The bridge reopens</title><nav><a href=/>News</a></nav><main><h1>The bridge reopens</h1>{TEXT}</main>"),
    ("head and body, before <article>", f"<!DOCTYPE html><meta charset=utf-8><title>The bridge reopens</title><article><h1>The bridge reopens</h1>{TEXT}</article>"),
    ("head alone", f"<!DOCTYPE html><title>The bridge reopens</title><body><section><h1>The bridge reopens</h1>{TEXT}</section>"),
    ("the ends of all", f"<!DOCTYPE html><html><head><title>The bridge reopens</title><body><main><h1>The bridge reopens<p>{WORDS}<p>{MORE}<p>{WORDS} {MORE}"),
]:
    d = json.loads(run("--from", "html", "--to", "json", "--no-fetch", stdin=page.encode())[1])
    ok(d["title"] == "The bridge reopens" and d["text"].split("\n") == [WORDS, MORE, f"{WORDS} {MORE}"], f"left out: {name}", d)

# --- what a page shows without scripts
LONG = TEXT + f"<p>{MORE} {MORE}</p><p>{WORDS} {WORDS} {MORE}</p>"
shell = lambda inside: f"<html><head><title>The bridge reopens</title></head><body><h1>The bridge reopens</h1><div class='post'><script type='text/template'>{inside}</script><noscript>{inside}</noscript></div><noscript><img src='/pixel.gif'>Please enable JavaScript.</noscript></body></html>"
d = json.loads(run("--from", "html", "--to", "json", "--no-fetch", stdin=shell(LONG).encode())[1])
ok(d["status"] == "included" and d["text"].count("\n") == 4 and "JavaScript" not in d["text"] and "pixel" not in d["html"], "an article in <noscript>, once", d)
d = json.loads(run("--from", "html", "--to", "json", "--no-fetch", stdin=shell("<p>This site needs JavaScript. Please enable it in your browser.</p>").encode())[1])
ok(d["status"] == "failed" and d["reason"] == "javascript", "a complaint in <noscript> is none", d)

# --- the line above the article
for byline, site, want in (("The Paper", "The Paper | News of the town", "2026-11-20 · The Paper"), ("THE PAPER", "The Paper", "2026-11-20 · The Paper"), ("Ana", "Anaheim Post", "Ana · 2026-11-20 · Anaheim Post"), ("Ana Ruiz", "The Paper", "Ana Ruiz · 2026-11-20 · The Paper")):
    page = f"<html><head><title>The bridge reopens</title><meta property='og:site_name' content='{site}'><script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'headline': 'The bridge reopens', 'author': {'@type': 'Person', 'name': byline}, 'datePublished': '2026-11-20'})}</script></head><body><article><h1>The bridge reopens</h1>{LONG}</article></body></html>"
    head = run("--from", "html", "--to", "text", "--no-fetch", stdin=page.encode())[1].decode().split("\n")[2]
    ok(head == want, f"{byline}, of {site}: {want}", head)
done()
