#!/usr/bin/env python3
"""Makes the forests that tell the blocks of an article from the rest of its page: filter/classify/model.h, and
context-model.h, which looks at what the first says of a block and of those around it.

usage: train.py --blocks PROGRAM --score SCORE.PY --corpus DIR [--folds N] [--out model.h] [--context context-model.h] [--report]

PROGRAM is tests/train/blocks, built beside the library. SCORE.PY loads the sets (see its own help), DIR holds
them as news/, web/, segments/, mozilla/. Needs python3-sklearn. Folds keep a site's pages together; the report
scores every page by a forest that has not seen its site.
"""
import argparse, collections, importlib.util, math, pathlib, re, subprocess, tempfile, urllib.parse
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

SETS = [("news", "shingle", 3.0), ("web", "wcxb", 1.0), ("segments", "segments", 1.0), ("mozilla", "pages", 1.0)]
FOREST = dict(max_iter=150, max_leaf_nodes=24, learning_rate=0.08, min_samples_leaf=120, l2_regularization=6.0)
CONTEXT = dict(max_iter=50, max_leaf_nodes=8, learning_rate=0.08, min_samples_leaf=120, l2_regularization=6.0)
SEED = 7
VERBOSE = 0


def words(s): return re.findall(r"\w+", s or "", re.UNICODE)


def site(url, ident):
    host = urllib.parse.urlsplit(url).hostname or ident
    if host == "fakehost": host = ident
    return ".".join(host.split(".")[-2:])


def dump(score, corpus, where):
    """Writes the pages out; -> list of (set, kind, weight, page)"""
    pages = []
    with open(where / "list", "w") as out:
        for name, kind, weight in SETS:
            for page in score.load(kind, corpus / name):
                file = where / f"{len(pages)}.html"
                file.write_bytes(page.read())
                out.write(f"{len(pages)} {file} {page.url}\n")
                pages.append((name, kind, weight, page))
    return pages


def read_blocks(program, where):
    """-> page numbers, feature matrix, texts"""
    raw = subprocess.run([program, where / "list"], capture_output=True, check=True).stdout.decode("utf-8", "replace")
    ids, rows, texts = [], [], []
    for line in raw.split("\n"):
        if not line: continue
        ident, row, text = line.split("\t", 2)
        ids.append(int(ident)); rows.append(np.fromstring(row, sep=" ", dtype=np.float32)); texts.append(text)
    return np.array(ids), np.array(rows), texts


def label_by_body(truth, blocks):
    """1 where a block's words stand in the truth in their order, by four-word shingles; lines for short ones."""
    t = words(truth)
    shingles = {tuple(t[i:i + 4]) for i in range(len(t) - 3)}
    lines = {tuple(words(l)) for l in truth.split("\n")}
    bags = [words(b) for b in blocks]
    labels = []
    for i, b in enumerate(bags):
        if not b: labels.append(-1); continue
        if len(b) >= 4:
            covered = [False] * len(b)
            for k in range(len(b) - 3):
                if tuple(b[k:k + 4]) in shingles: covered[k:k + 4] = [True] * 4
            labels.append(int(sum(covered) >= 0.6 * len(b)))
        else:
            n = 4 - len(b)
            before = bags[i - 1][-n:] if i else []
            after = bags[i + 1][:n] if i + 1 < len(bags) else []
            fits = (len(before) == n and tuple(before + b) in shingles) or (len(after) == n and tuple(b + after) in shingles)
            labels.append(int(fits or tuple(b) in lines))
    return labels


def label_by_segments(truth, blocks):
    norm = lambda s: re.sub(r"\s+", " ", s).strip()
    with_, without = [norm(x) for x in truth["with"]], [norm(x) for x in truth["without"]]
    labels = []
    for b in blocks:
        t = norm(b)
        if any(w in t for w in with_): labels.append(1)
        elif any(w in t and len(t) < 5 * len(w) + 40 for w in without): labels.append(0)
        else: labels.append(-1)
    return labels


def label(pages, ids, texts):
    y, weight = np.full(len(ids), -1), np.zeros(len(ids))
    for n, (name, kind, page_weight, page) in enumerate(pages):
        index = np.flatnonzero(ids == n)
        if len(index) == 0: continue
        blocks = [texts[i] for i in index]
        l = label_by_segments(page.truth, blocks) if kind == "segments" else label_by_body(page.truth["body"], blocks)
        y[index] = l
        w = np.array([(1.0 if kind == "segments" else len(words(b)) ** 0.75 + 1.0) if v >= 0 else 0.0 for b, v in zip(blocks, l)])
        weight[index] = page_weight * w / w.sum() if w.sum() else 0
    return y, weight * np.count_nonzero(weight) / weight.sum()


def fit(x, y, w, forest=FOREST):
    m = HistGradientBoostingClassifier(random_state=SEED, early_stopping=False, **forest)
    use = (y >= 0) & (w > 0)
    return m.fit(x[use], y[use], sample_weight=w[use])


def worths(model, x): return model.predict_proba(x)[:, 1]


def out_of_fold(x, y, w, fold, among):
    """What a forest that has not seen a page's fold says of it; forests and pages of the folds among, 0 elsewhere."""
    p = np.zeros(len(y))
    for k in among:
        seen = np.isin(fold, among) & (fold != k)
        p[fold == k] = worths(fit(x[seen], y[seen], w[seen]), x[fold == k])
    return p


def contexts(program, where, p):
    """The numbers of context.def, had the first forest said p."""
    np.savetxt(where / "worths", p, fmt="%.6f")
    raw = subprocess.run([program, where / "list", where / "worths", "context"], capture_output=True, check=True).stdout.decode()
    return np.array([np.fromstring(l.split("\t")[1], sep=" ", dtype=np.float32) for l in raw.split("\n") if l])


def both_out_of_fold(program, where, x, y, w, fold, folds, first):
    """The same for both forests: the second is made of what first forests said that had seen neither its pages nor those it is asked of."""
    p = np.zeros(len(y))
    for k in range(folds):
        said = out_of_fold(x, y, w, fold, [j for j in range(folds) if j != k])
        said[fold == k] = first[fold == k]
        c = contexts(program, where, said)
        p[fold == k] = worths(fit(c[fold != k], y[fold != k], w[fold != k], CONTEXT), c[fold == k])
    return p


def final_texts(program, where, p):
    """What the program would print for each page, had its forests said p."""
    np.savetxt(where / "worths", p, fmt="%.6f")
    raw = subprocess.run([program, where / "list", where / "worths"], capture_output=True, check=True).stdout.decode("utf-8", "replace")
    return {int(i): t.replace("\u241e", "\n") for i, t in (l.split("\t", 1) for l in raw.split("\n") if l)}


def report(score, pages, program, where, p, tag="", fold=None):
    texts = final_texts(program, where, p)
    for name, kind, _ in SETS:
        index = [n for n, q in enumerate(pages) if q[0] == name]
        total, rows = score.score(kind, [pages[n][3] for n in index], [dict(text=texts.get(n, "")) for n in index])
        print(f"{tag}{name}: F1 {total['f1']:.4f} precision {total['precision']:.4f} recall {total['recall']:.4f} accuracy {total['accuracy']:.3f}", end="")
        if fold:
            each = []
            for k in sorted(set(fold.values())):
                some = [n for n in index if fold[n] == k]
                if some: each.append(score.score(kind, [pages[n][3] for n in some], [dict(text=texts.get(n, "")) for n in some])[0]["f1"])
            print("  folds " + " ".join(f"{f:.3f}" for f in each), end="")
        print(flush=True)
        if VERBOSE: print("   worst: " + ", ".join(f"{r[0][:40]} P{r[1]:.2f} R{r[2]:.2f}" for r in sorted(rows, key=lambda r: r[3])[:VERBOSE]))


def emit_forest(out, name, model):
    nodes, roots = [], []
    def walk(tree, at):
        n = tree[at]
        if n["is_leaf"]: nodes.append((-1, 0, n["value"])); return
        here = len(nodes); nodes.append(None)
        walk(tree, n["left"])
        nodes[here] = (n["feature_idx"], len(nodes), n["num_threshold"])
        walk(tree, n["right"])
    for predictor in model._predictors:
        roots.append(len(nodes)); walk(predictor[0].nodes, 0)
    assert len(nodes) < 65536
    out.write(f"static const OffForestNode {name}_nodes[] = {{\n")
    for i in range(0, len(nodes), 6):
        out.write("    " + " ".join(f"{{{f}, {a}, {v:.5g}f}}," if "." in f"{v:.5g}" or "e" in f"{v:.5g}" else f"{{{f}, {a}, {v:.5g}}}," for f, a, v in nodes[i:i + 6]) + "\n")
    out.write("};\n\n")
    out.write(f"static const guint {name}_roots[] = {{\n")
    for i in range(0, len(roots), 16): out.write("    " + " ".join(f"{r}," for r in roots[i:i + 16]) + "\n")
    bias = float(np.ravel(model._baseline_prediction)[0])
    out.write(f"}};\n\nstatic const OffForest {name} = {{{name}_nodes, {name}_roots, G_N_ELEMENTS({name}_roots), {bias:.6g}}};\n\n")


def write_header(path, guard, what, name, model):
    with open(path, "w") as out:
        out.write(f"/* {what}\n * not to be changed by hand. */\n#ifndef {guard}\n#define {guard}\n\n#include \"classify/forest.h\"\n\n")
        emit_forest(out, name, model)
        out.write("#endif\n")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--blocks", required=True); a.add_argument("--score", required=True)
    a.add_argument("--corpus", required=True, type=pathlib.Path)
    a.add_argument("--folds", type=int, default=5); a.add_argument("--out"); a.add_argument("--context"); a.add_argument("--report", action="store_true")
    a.add_argument("--worst", type=int, default=0, help="with --report: so many of the worst pages of each set"); a.add_argument("--keep", help="with --report: a file for the matrices")
    a = a.parse_args()
    global VERBOSE; VERBOSE = a.worst
    spec = importlib.util.spec_from_file_location("score", a.score); score = importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
    with tempfile.TemporaryDirectory() as d:
        where = pathlib.Path(d)
        pages = dump(score, a.corpus, where)
        ids, x, texts = read_blocks(a.blocks, where)
        y, w = label(pages, ids, texts)
        print(f"{len(pages)} pages, {len(ids)} blocks, {np.count_nonzero(y == 1)} of the article, {np.count_nonzero(y == 0)} not")
        sites = sorted({site(q[3].url, q[3].id) for q in pages})
        order = np.random.RandomState(SEED).permutation(len(sites)); fold_of = {s: int(order[i]) % a.folds for i, s in enumerate(sites)}
        fold = np.array([fold_of[site(pages[n][3].url, pages[n][3].id)] for n in ids])
        page_fold = {n: fold_of[site(q[3].url, q[3].id)] for n, q in enumerate(pages)}
        first = out_of_fold(x, y, w, fold, list(range(a.folds))) if a.report or a.context else None
        if a.report:
            report(score, pages, a.blocks, where, np.where(y == 1, 1.0, 0.0), tag="the labels themselves: ")
            report(score, pages, a.blocks, where, first, tag="out of fold, the first alone: ")
            p = both_out_of_fold(a.blocks, where, x, y, w, fold, a.folds, first)
            report(score, pages, a.blocks, where, p, tag="out of fold: ", fold=page_fold)
            if a.keep: np.savez(a.keep, x=x, y=y, w=w, ids=ids, fold=fold, first=first, p=p)
        if a.out: write_header(a.out, "OFF_MODEL_H", "model.h: tells the blocks of an article from the rest; columns of features.def. Made by tests/train/train.py;", "block_forest", fit(x, y, w))
        if a.context:
            write_header(a.context, "OFF_CONTEXT_MODEL_H", "context-model.h: the same by what model.h's forest says around it; columns of context.def. Made by tests/train/train.py;",
                         "context_forest", fit(contexts(a.blocks, where, first), y, w, CONTEXT))


if __name__ == "__main__": main()
