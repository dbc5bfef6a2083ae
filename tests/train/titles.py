#!/usr/bin/env python3
"""Makes filter/metadata/title-model.h: a forest that chooses the title
among all that a page calls so.

usage: titles.py --blocks PROGRAM --bench DIR --corpus DIR [--out title-model.h]

Prints, out of fold (a site's pages together), how many titles are right by words.
Needs python3-sklearn.
"""
import argparse, pathlib, subprocess, sys, tempfile
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

sys.path.insert(0, str(pathlib.Path(__file__).parent))

SETS = [("web", "wcxb", 1.0), ("segments", "segments", 1.0), ("mozilla", "pages", 0.5)]
SEED, FOLDS = 7, 5
FOREST = dict(
    max_iter=150, max_leaf_nodes=8, learning_rate=0.08, min_samples_leaf=15, l2_regularization=2.0
)


def main():
    import train

    train.SETS = SETS
    a = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    a.add_argument("--blocks", required=True)
    a.add_argument("--bench", required=True, type=pathlib.Path)
    a.add_argument("--corpus", required=True, type=pathlib.Path)
    a.add_argument("--out")
    a = a.parse_args()
    pages = train.load(a.bench, a.corpus)
    fold_words = lambda s: [w.casefold() for w in train.score.words(s)]
    with tempfile.TemporaryDirectory() as d:
        where = pathlib.Path(d)
        train.write_pages(pages, where)
        raw = subprocess.run(
            [a.blocks, where / "list", "titles"], capture_output=True, check=True
        ).stdout.decode("utf-8", "replace")
    ids, rows, right = [], [], []
    for line in raw.split("\n"):
        if not line:
            continue
        ident, row, text = line.split("\t", 2)
        truth = pages[int(ident)].truth.get("title")
        if not truth:
            continue
        ids.append(int(ident))
        rows.append([float(x) for x in row.split(" ")])
        right.append(fold_words(text) == fold_words(truth))
    ids, x, y = np.array(ids), np.array(rows), np.array(right)
    weight = np.array([pages[i].weight for i in ids]) / np.array(
        [np.count_nonzero(ids == i) ** 0.5 for i in ids]
    )
    sites = sorted({train.site(q) for q in pages})
    order = np.random.RandomState(SEED).permutation(len(sites))
    fold_of = {s: int(order[i]) % FOLDS for i, s in enumerate(sites)}
    fold = np.array([fold_of[train.site(pages[i])] for i in ids])
    fit = lambda keep: HistGradientBoostingClassifier(
        random_state=SEED, early_stopping=False, **FOREST
    ).fit(x[keep], y[keep], sample_weight=weight[keep])
    scores = np.zeros(len(y))
    for k in range(FOLDS):
        scores[fold == k] = fit(fold != k).decision_function(x[fold == k])
    for name, _, _ in SETS:
        n = good = possible = 0
        for i in sorted(set(ids)):
            if pages[i].set != name:
                continue
            at = np.flatnonzero(ids == i)
            n += 1
            good += bool(y[at[np.argmax(scores[at])]])
            possible += bool(y[at].any())
        print(
            f"out of fold: {name}: {good / n:.3f} of {n} titles, "
            f"{possible / n:.3f} among the candidates"
        )
    if a.out:
        train.write_header(
            a.out,
            "OFF_TITLE_MODEL_H",
            "title-model.h: chooses among candidates for a title; columns of title.c. "
            "Made by tests/train/titles.py;",
            "title_forest",
            fit(np.ones(len(y), bool)),
        )


main()
