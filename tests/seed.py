"""The seed's page in the markups in which such pages come: what is said stays the same, how it is marked up does not."""
import html, re


def variants(page_text):
    """page.txt -> {name: (kind, bytes)}: the same lines as paragraphs, bare divs, breaks, tables, lists without a link, text."""
    lines = [l for l in page_text.split("\n") if l.strip()]
    title = lines[1]
    related = next(i for i, l in enumerate(lines) if l.strip() == "Related")
    body, rest = lines[4:related - 1], lines[related - 1:]
    e = lambda s: html.escape(s, quote=False)
    head = f'<!doctype html><html><head><meta charset="utf-8"><title>{e(title)} -GrowthInsight</title></head><body>'
    crumb, byline, date = lines[0], lines[2], lines[3]
    tail = lambda tag, item: "".join(f"<{tag}>{e(l)}</{tag}>" if not l.startswith("- ") else f"<{item}>{e(l[2:])}</{item}>" for l in rest)
    out = {}
    out["p"] = head + f"<p>{e(crumb)}</p><h1>{e(title)}</h1><p>{e(byline)}</p><p>{e(date)}</p>" + "".join(f"<p>{e(l)}</p>" for l in body) + tail("p", "p")
    out["div"] = head + "".join(f"<div>{e(l.removeprefix('- '))}</div>" for l in lines)
    out["nested div"] = head + '<div class="c1"><div class="c2">' + "".join(f'<div class="c3">{e(l.removeprefix("- "))}</div>' for l in lines) + "</div></div>"
    out["br"] = head + "<br><br>".join(e(l.removeprefix("- ")) for l in lines)
    out["br in a div"] = head + f"<div>{e(crumb)}</div><h1>{e(title)}</h1><div>{e(byline)} {e(date)}</div><div>" + "<br /><br />".join(map(e, body)) + "</div><div>" + "<br>".join(e(l) for l in rest) + "</div>"
    out["table"] = head + "<table><tr><td>" + e(crumb) + f"</td></tr><tr><td><h1>{e(title)}</h1></td></tr><tr><td>{e(byline)}</td></tr><tr><td>{e(date)}</td></tr><tr><td>" + "</td></tr><tr><td>".join(map(e, body)) + "</td></tr></table><table>" + "".join(f"<tr><td>{e(l.removeprefix('- '))}</td></tr>" for l in rest) + "</table>"
    out["layout table"] = head + f'<table width="100%"><tr><td colspan="2">{e(crumb)}</td></tr><tr><td width="70%"><h2>{e(title)}</h2><font size="1">{e(byline)}<br>{e(date)}</font>' + "".join(f"<p>{e(l)}</p>" for l in body) + f"</td><td>" + "<br>".join(e(l) for l in rest) + "</td></tr></table>"
    parts, group = [], []
    for l in rest:
        if l.startswith("- "): group.append(f"<li>{e(l[2:])}</li>"); continue
        if group: parts.append("<ul>" + "".join(group) + "</ul>"); group = []
        parts.append(f"<h3>{e(l)}</h3>" if len(l) < 20 else f"<ul><li>{e(l)}</li></ul>")
    if group: parts.append("<ul>" + "".join(group) + "</ul>")
    out["lists without a link"] = head + f"<div>{e(crumb)}</div><h1>{e(title)}</h1><span>{e(byline)}</span><span>{e(date)}</span>" + "".join(f"<p>{e(l)}</p>" for l in body) + "".join(parts)
    result = {k: ("html", (v + "</body></html>").encode()) for k, v in out.items()}
    result["text"] = ("text", page_text.encode())
    result["text with blank lines"] = ("text", "\n\n".join(lines).encode())
    return result
