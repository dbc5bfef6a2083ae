#!/usr/bin/env python3
"""Makes the forests that tell the blocks of an article from the rest of its page:
filter/classify/model.h, and context-model.h, which looks at what the first says of a block and of
those around it.

usage: train.py --blocks PROGRAM --bench DIR --corpus DIR
                [--out model.h --context context-model.h] [--report] [--tsv FILE] [--prices SETS]

PROGRAM is tests/train/blocks, built beside the library. --bench names the folder of score.py and
world.py, which load and score the sets; --corpus holds them as news/, web/, segments/, mozilla/ and
world/. Needs python3-sklearn. Folds keep a site's pages together. --report scores every page by
forests that have not seen its site, with the prices of prices.def, or with each of the SETS of
prices ("line=2 unit=12; line=1"). Both models say in their heads what they were made of. A run
takes about ten minutes of two processors.
"""
import argparse, collections, json, multiprocessing, os, pathlib, re, subprocess, sys, tempfile
import textwrap, urllib.parse

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the folds run beside each other
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

# name, kind, what a page weighs
SETS = [
    ("news", "shingle", 3.0),
    ("web", "wcxb", 1.0),
    ("segments", "segments", 1.0),
    ("mozilla", "pages", 1.0),
    ("world/fundus", "world", 2.0),
    ("world/chinese", "world", 2.0),
    ("world/postlight", "world", 1.0),
]
FOREST = dict(
    max_iter=90, max_leaf_nodes=24, learning_rate=0.12, min_samples_leaf=60, l2_regularization=6.0
)
CONTEXT = dict(
    max_iter=50, max_leaf_nodes=8, learning_rate=0.08, min_samples_leaf=120, l2_regularization=6.0
)
FOLDS, SEED = 5, 7
ROWS = 110  # of a page; of one that has more a part is drawn
SECOND_LEVEL = {"co", "com", "org", "net", "gov", "ac", "or", "ne", "edu"}

Page = collections.namedtuple("Page", "set kind weight id url read truth")


def site(page):
    host = urllib.parse.urlsplit(page.url).hostname or page.id
    if host == "fakehost":
        host = page.id
    parts = host.split(".")
    return ".".join(
        parts[-3:]
        if len(parts) > 2 and parts[-2] in SECOND_LEVEL and len(parts[-1]) == 2
        else parts[-2:]
    )


def folds_of(pages):
    sites = sorted({site(p) for p in pages})
    order = np.random.RandomState(SEED).permutation(len(sites))
    fold = {s: int(order[i]) % FOLDS for i, s in enumerate(sites)}
    return [fold[site(p)] for p in pages]


def load(bench, corpus):
    sys.path.insert(0, str(bench))
    sys.dont_write_bytecode = True
    global score, world
    import score, world

    pages = []
    for name, kind, weight in SETS:
        folder = corpus / name
        if kind == "world":
            for p in map(
                json.loads, (folder / "pages.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
            ):
                pages.append(
                    Page(
                        name,
                        kind,
                        weight,
                        p["id"],
                        p["url"],
                        lambda p=p, d=folder: world.page_of(d, p),
                        dict(p, body=p["text"]),
                    )
                )
        else:
            pages += [
                Page(name, kind, weight, p.id, p.url, p.read, p.truth)
                for p in score.load(kind, folder)
            ]
    return pages


def write_pages(pages, where):
    with open(where / "list", "w") as out:
        for n, p in enumerate(pages):
            (where / f"{n}.html").write_bytes(p.read())
            out.write(f"{n} {where / f'{n}.html'} {p.url}\n")


def ask(program, where, *args, prices=None):
    env = {**os.environ, **({"OFF_PRICES": prices} if prices else {})}
    return (
        subprocess.run([program, where / "list", *args], capture_output=True, check=True, env=env)
        .stdout.decode("utf-8", "replace")
        .split("\n")
    )


def read_blocks(program, where):
    """-> page numbers, feature matrix, texts"""
    ids, rows, texts = [], [], []
    for line in ask(program, where):
        if not line:
            continue
        ident, row, text = line.split("\t", 2)
        ids.append(int(ident))
        rows.append(np.array(row.split(" "), dtype=np.float32))
        texts.append(text)
    return np.array(ids), np.array(rows), texts


# --- labels ---------------------------------------------------------------------------------------
def label_by_body(truth, blocks, optional=()):
    """1 where a block's words stand in the truth in their order, by four-word shingles;
    lines for short ones; -1 for what may stand or not.
    """
    words = world.words
    t = words(truth)
    shingles = {tuple(t[i : i + 4]) for i in range(len(t) - 3)}
    lines = {tuple(words(l)) for l in truth.split("\n")}
    free = {tuple(words(l)) for l in optional}
    free_shingles = {l[i : i + 4] for l in free for i in range(len(l) - 3)}
    bags = [words(b) for b in blocks]
    labels = []
    for i, b in enumerate(bags):
        if not b:
            labels.append(-1)
            continue
        if len(b) >= 4:
            covered, n = [False] * len(b), 0
            for k in range(len(b) - 3):
                if tuple(b[k : k + 4]) in shingles:
                    covered[k : k + 4] = [True] * 4
                n += tuple(b[k : k + 4]) in free_shingles
            good, loose = sum(covered) >= 0.6 * len(b), n >= 0.6 * (len(b) - 3)
        else:
            n = 4 - len(b)
            before = bags[i - 1][-n:] if i else []
            after = bags[i + 1][:n] if i + 1 < len(bags) else []
            good = (
                (len(before) == n and tuple(before + b) in shingles)
                or (len(after) == n and tuple(b + after) in shingles)
                or tuple(b) in lines
            )
            loose = tuple(b) in free
        labels.append(1 if good else -1 if loose else 0)
    return labels


def label_by_segments(truth, blocks):
    norm = lambda s: re.sub(r"\s+", " ", s).strip()
    with_, without = [norm(x) for x in truth["with"]], [norm(x) for x in truth["without"]]
    return [
        1
        if any(w in t for w in with_)
        else 0
        if any(w in t and len(t) < 5 * len(w) + 40 for w in without)
        else -1
        for t in map(norm, blocks)
    ]


def label(pages, ids, texts):
    """-> labels, weights: a page weighs the same however many blocks it has,
    a block by its length
    """
    y, weight = np.full(len(ids), -1), np.zeros(len(ids))
    start = np.searchsorted(ids, np.arange(len(pages) + 1))
    random = np.random.RandomState(SEED)
    for n, page in enumerate(pages):
        a, b = start[n], start[n + 1]
        blocks = texts[a:b]
        y[a:b] = (
            label_by_segments(page.truth, blocks)
            if page.kind == "segments"
            else label_by_body(page.truth["body"], blocks, page.truth.get("optional") or ())
        )
        w = np.array(
            [
                (1.0 if page.kind == "segments" else len(world.words(t)) ** 0.7 + 1.2)
                if v >= 0
                else 0.0
                for t, v in zip(blocks, y[a:b])
            ]
        )
        if w.sum():
            weight[a:b] = page.weight * draw(w, random) / w.sum()
    return y, weight * np.count_nonzero(weight) / weight.sum()


def draw(w, random):
    """No more than ROWS with a weight: the heavier half of them,
    and a choice of the rest that weighs what all of these did.
    """
    if np.count_nonzero(w) <= ROWS:
        return w
    w = w.copy()
    order = np.argsort(-w)
    light = order[ROWS // 2 : np.count_nonzero(w)]
    pick = random.permutation(light)[: ROWS - ROWS // 2]
    sum_ = w[light].sum()
    kept = w[pick].copy()
    w[light] = 0
    w[pick] = kept * sum_ / kept.sum()
    return w


# --- forests --------------------------------------------------------------------------------------
def fit(x, y, w, forest):
    use = (y >= 0) & (w > 0)
    return HistGradientBoostingClassifier(random_state=SEED, early_stopping=False, **forest).fit(
        x[use], y[use], sample_weight=w[use]
    )


def one_fold(k):
    x, y, w, fold, forest = shared
    return (
        k,
        fit(x[fold != k], y[fold != k], w[fold != k], forest).predict_proba(x[fold == k])[:, 1],
    )


def out_of_fold(x, y, w, fold, forest):
    """What a forest says of each block that has not seen its site."""
    global shared
    shared, p = (x, y, w, fold, forest), np.zeros(len(y))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for k, said in pool.imap_unordered(one_fold, range(FOLDS)):
            p[fold == k] = said
    return p


def contexts(program, where, p):
    """The numbers of context.def, had the first forest said p."""
    np.savetxt(where / "worths", p, fmt="%.6f")
    return np.array(
        [
            np.array(l.split("\t")[1].split(" "), dtype=np.float32)
            for l in ask(program, where, where / "worths", "context")
            if l
        ]
    )


# --- report ---------------------------------------------------------------------------------------
def final_texts(program, where, p, prices):
    """For each set of prices what the program would print of each page, had its forests said p."""
    np.savetxt(where / "worths", p, fmt="%.6f")
    texts, seen = [{} for _ in prices.split(";")], collections.Counter()
    for line in ask(program, where, where / "worths", prices=prices):
        if not line:
            continue
        n, text = line.split("\t", 1)
        texts[seen[n]][int(n)] = text.replace("\u241e", "\n")
        seen[n] += 1
    return texts


def judge(pages, texts):
    """-> {set: (F1, precision, recall, accuracy)}, rows"""
    found, rows = {}, []
    for name, kind, _ in SETS:
        index = [n for n, p in enumerate(pages) if p.set == name]
        if kind == "world":
            each = [
                world.judge(
                    dict(pages[n].truth, url=pages[n].url), dict(text=texts.get(n, "")), False
                )
                for n in index
            ]
            t = world.total(each)
            found[name] = t["F1"], t["P"], t["R"], t["accuracy"]
            rows += [
                (name, r["f1"], r["precision"], r["recall"], r["exact"], r["id"]) for r in each
            ]
        else:
            t, each = score.score(
                kind,
                [score.Page(pages[n].id, pages[n].url, None, pages[n].truth) for n in index],
                [dict(text=texts.get(n, "")) for n in index],
            )
            found[name] = t["f1"], t["precision"], t["recall"], t["accuracy"]
            rows += [(name, r[3], r[1], r[2], r[4], r[0]) for r in each]
    return found, rows


def report(pages, program, where, p, fold, prices, tsv):
    for said, texts in zip(prices.split(";"), final_texts(program, where, p, prices)):
        found, rows = judge(pages, texts)
        print(f"out of fold {said.strip()}", flush=True)
        for name, (f1, precision, recall, accuracy) in found.items():
            each = [judge_fold(pages, texts, name, fold, k) for k in range(FOLDS)]
            print(
                f"  {name}: F1 {f1:.4f} precision {precision:.4f} recall {recall:.4f} "
                f"accuracy {accuracy:.3f}  folds "
                + " ".join(f"{x:.3f}" for x in each if x is not None)
            )
        if tsv:
            pathlib.Path(tsv).write_text(
                "".join(
                    "\t".join(f"{c:.4f}" if isinstance(c, float) else str(c) for c in r) + "\n"
                    for r in sorted(rows, key=lambda r: r[:2])
                )
            )


def judge_fold(pages, texts, name, fold, k):
    index = [n for n, p in enumerate(pages) if p.set == name and fold[n] == k]
    if not index:
        return None
    some = [pages[n] for n in index]
    if some[0].kind == "world":
        return world.total(
            [
                world.judge(dict(p.truth, url=p.url), dict(text=texts.get(n, "")), False)
                for n, p in zip(index, some)
            ]
        )["F1"]
    return score.score(
        some[0].kind,
        [score.Page(p.id, p.url, None, p.truth) for p in some],
        [dict(text=texts.get(n, "")) for n in index],
    )[0]["f1"]


# --- tables ---------------------------------------------------------------------------------------
def emit_forest(out, name, model):
    nodes, roots = [], []

    def walk(tree, at):
        n = tree[at]
        if n["is_leaf"]:
            nodes.append((-1, 0, n["value"]))
            return
        here = len(nodes)
        nodes.append(None)
        walk(tree, n["left"])
        nodes[here] = (n["feature_idx"], len(nodes), n["num_threshold"])
        walk(tree, n["right"])

    for predictor in model._predictors:
        roots.append(len(nodes))
        walk(predictor[0].nodes, 0)
    assert len(nodes) < 65536
    number = lambda v: f"{v:.5g}f" if "." in f"{v:.5g}" or "e" in f"{v:.5g}" else f"{v:.5g}"
    out.write(f"static const OffForestNode {name}_nodes[] = {{\n")
    for i in range(0, len(nodes), 6):
        out.write(
            "    " + " ".join(f"{{{f}, {a}, {number(v)}}}," for f, a, v in nodes[i : i + 6]) + "\n"
        )
    out.write(f"}};\n\nstatic const guint {name}_roots[] = {{\n")
    for i in range(0, len(roots), 16):
        out.write("    " + " ".join(f"{r}," for r in roots[i : i + 16]) + "\n")
    bias = float(np.ravel(model._baseline_prediction)[0])
    out.write(
        f"}};\n\nstatic const OffForest {name} = "
        f"{{{name}_nodes, {name}_roots, G_N_ELEMENTS({name}_roots), {bias:.6g}}};\n\n"
    )


def write_header(path, guard, what, name, model):
    with open(path, "w") as out:
        out.write(
            f"/* {what}\n * Not to be changed by hand. */\n#ifndef {guard}\n#define {guard}\n\n"
            '#include "classify/forest.h"\n\n'
        )
        emit_forest(out, name, model)
        out.write("#endif\n")


def main():
    a = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    a.add_argument("--blocks", required=True)
    a.add_argument("--bench", required=True, type=pathlib.Path)
    a.add_argument("--corpus", required=True, type=pathlib.Path)
    a.add_argument("--out")
    a.add_argument("--context")
    a.add_argument("--report", action="store_true")
    a.add_argument("--tsv")
    a.add_argument("--prices", default=" ")
    a.add_argument(
        "--keep", help="a file for labels and what the forests said, by block, to try prices with"
    )
    a = a.parse_args()
    pages = load(a.bench, a.corpus)
    fold = folds_of(pages)
    made_of = f"{len(pages)} pages of {len(set(map(site, pages)))} sites: " + ", ".join(
        f"{name} {sum(p.set == name for p in pages)}" for name, _, _ in SETS
    )
    with tempfile.TemporaryDirectory() as d:
        where = pathlib.Path(d)
        write_pages(pages, where)
        ids, x, texts = read_blocks(a.blocks, where)
        y, w = label(pages, ids, texts)
        of_block = np.array(fold)[ids]
        print(
            f"{made_of}; {len(ids)} blocks, {np.count_nonzero(y == 1)} of the article, "
            f"{np.count_nonzero(y == 0)} not",
            flush=True,
        )
        first = out_of_fold(x, y, w, of_block, FOREST)
        c = contexts(a.blocks, where, first)
        head = lambda name, what: "\n * ".join(
            textwrap.wrap(f"{name}: {what} Made by tests/train/train.py of {made_of}.", 96)
        )
        if a.out:
            write_header(
                a.out,
                "OFF_MODEL_H",
                head(
                    "model.h",
                    "tells the blocks of an article from the rest; columns of features.def.",
                ),
                "block_forest",
                fit(x, y, w, FOREST),
            )
        if a.context:
            write_header(
                a.context,
                "OFF_CONTEXT_MODEL_H",
                head(
                    "context-model.h",
                    "the same by what model.h's forest says around it; columns of context.def.",
                ),
                "context_forest",
                fit(c, y, w, CONTEXT),
            )
        if a.report or a.keep:
            both = out_of_fold(c, y, w, of_block, CONTEXT)
            if a.keep:
                np.savez(a.keep, y=y, w=w, fold=of_block, p1=first, p2=both)
        if a.report:
            report(pages, a.blocks, where, both, fold, a.prices, a.tsv)


if __name__ == "__main__":
    main()
