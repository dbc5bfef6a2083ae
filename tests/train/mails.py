#!/usr/bin/env python3
"""Makes the forests that tell mails and their stories apart:
filter/locate/story-model.h and mail-model.h.

usage: mails.py --mails PROGRAM --corpus DIR [--made DIR] [--folds N] [--report] [--out DIR]

PROGRAM is tests/train/mails, built beside the library. DIR holds *.eml and labels.json (kind, sort,
pick, never, allow for each). --made: a second folder of the same form, of mails that were written
for training: they count less, and are not judged. --out: where the two models are written.
Needs python3-sklearn.

Folds keep a sender's mails together. The forest of mails is made of what forests of stories say
that have not seen the sender. The report is about mails whose sender neither forest has seen.
"""
import argparse
import collections
import email
import email.policy
import html.parser
import json
import pathlib
import pickle
import re
import subprocess
import tempfile

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier

from train import emit_forest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["leave-alone", "newsletter-full", "newsletter-teaser", "newsletter-digest"]
STORY = dict(
    max_iter=170, max_leaf_nodes=24, learning_rate=0.12, min_samples_leaf=5, l2_regularization=3.0
)
STORY_BAG = (
    3  # what one forest says of a link changes much with its draws; the mean of some does not
)
# Mails are few: each tree sees a part of them and of their columns,
# so that no column is everything.
MAIL = dict(
    n_estimators=120,
    max_depth=4,
    learning_rate=0.06,
    subsample=0.6,
    max_features=0.2,
    min_samples_leaf=4,
)
MADE_WEIGHT = 0.3  # a mail written for training counts so much of a real one
OTHER_WEIGHT = 0.3  # a link that no label names counts so much of one that is named
UNKNOWN_WEIGHT = 0.12  # a link of a digest that no label names may be one of its stories
HEADER_COPIES = 3  # a mail that lost its header is seen under the headers of so many others
# Whether a mail is left alone: what a feature may do to the answer is known, so a tree may not turn
# it round. That keeps short letters, of which there are few, on the right side.
LEAVE = dict(
    max_iter=160,
    max_leaf_nodes=12,
    learning_rate=0.06,
    min_samples_leaf=6,
    l2_regularization=3.0,
)
LEAVE_BAG = 5
PUBLISHED = """
    list_id list_unsubscribe one_click list_archive campaign feed from_letter subject_words words
    prose_words pictures leave_words online sponsors known refused_leaves refused_social mores
    headlines stories stories_sum best second third lead lead_more lead_minutes series
""".split()
PRIVATE = """
    list_post in_reply_to references reply forward cc auto_submitted person_client mailman tracker
    from_nobody from_service priority subject_notices subject_acts listings cites quoted_share
    words_above_quote diff signature labels greeting names_reader amounts codes notices
    notice_share schema_order list_footer refused_acts button_acts
""".split()
SEED = 7
BAG = 3  # so many forests of mails, each from other draws, are one
# In doubt a letter is no digest, as it loses nothing by being kept whole: so much (of log-odds) the
# digest must be ahead. 0.6 to 1.3 are as good on senders not seen; 0 is 3 mails of 217 worse.
DIGEST_LEAN = -0.8
# Of senders not seen, many a teaser was told to be full, and no full letter a teaser.
TEASER_LEAN = 0.8


def squash(text):
    return re.sub(r"\s+", " ", text or "").strip()


def read_list(folder, made):
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    rows = []
    for name, label in sorted(labels.items()):
        mail = email.message_from_bytes((folder / name).read_bytes(), policy=email.policy.compat32)
        sender = re.findall(r"@([\w.-]+)", str(mail.get("From", "")))
        fixed = label.get("headers") == "fixed"
        parts = pathlib.Path(name).stem.split("-")
        group = "-".join(parts[:2]) if fixed or not sender else ".".join(sender[-1].split(".")[-2:])
        rows.append(
            dict(
                name=name,
                file=folder / name,
                label=label,
                made=made,
                fixed=fixed,
                group=label.get("group", group),
            )
        )
    return rows


def run(program, rows, worths=None):
    """-> for each mail: its stories' features and links, its own features, the reason of a rule,
    and for each kind what it comes to and which addresses are picked"""
    with tempfile.TemporaryDirectory() as d:
        where = pathlib.Path(d)
        (where / "list").write_text("".join(f"{i} {r['file']}\n" for i, r in enumerate(rows)))
        more = []
        if worths is not None:
            np.savetxt(where / "worths", worths, fmt="%.6f")
            more = [where / "worths"]
        out = subprocess.run([program, where / "list", *more], capture_output=True, check=True)
    mails = [dict(stories=[], links=[], m=None, reason="", picks={}) for _ in rows]
    for line in out.stdout.decode("utf-8", "replace").split("\n"):
        if not line:
            continue
        sort, index, numbers, last = line.split("\t", 3)
        mail = mails[int(index)]
        row = np.array(numbers.split(), dtype=np.float32)
        if sort == "P":
            mail["picks"][int(row[0])] = int(row[1]), last.split("\x1e")[:-1]
        elif sort == "S":
            mail["stories"].append(row)
            mail["links"].append([p.split("\x1f", 1) for p in last.split("\x1e") if p])
        else:
            mail["m"], mail["reason"] = row, last
    return mails


def is_named(links, words):
    for w in map(squash, words):
        for href, text in links:
            t = squash(text)
            if href == w or t == w or (len(w) > 25 and t.startswith(w)):
                return True
    return False


def story_labels(rows, mails):
    """-> for each story whether it is one of a digest's, and a teaser's (1, 0, -1 unknown),
    and its weight
    """
    story, lead, w = [], [], []
    for row, mail in zip(rows, mails):
        label, kind = row["label"], row["label"]["kind"]
        for links in mail["links"]:
            pick = is_named(links, label.get("pick", []))
            never = is_named(links, label.get("never", [])) or any(
                x in h for x in label.get("never_re", []) for h, _ in links
            )
            digest = kind == "newsletter-digest"
            lead.append(
                -1
                if digest or kind == "leave-alone"
                else 1
                if pick and not never
                else 0
                if kind == "newsletter-teaser" or never or label.get("pick")
                else -1
            )
            story.append(1 if pick and not never and digest else 0)
            weight = (
                1.0
                if pick or never
                else UNKNOWN_WEIGHT
                if digest and not row["made"]
                else OTHER_WEIGHT
            )
            w.append(
                weight * (MADE_WEIGHT if row["made"] else 1.0) / max(1.0, len(mail["links"]) ** 0.5)
            )
    return np.array([story, lead]).T, np.array(w)


def fit(model, x, y, w):
    use = (y >= 0) & (w > 0)
    return model.fit(x[use], y[use], sample_weight=w[use] / w[use].mean())


def fit_stories(x, y, w):
    draw = np.random.RandomState(SEED)
    one = lambda k: HistGradientBoostingClassifier(
        random_state=SEED + k, early_stopping=False, **STORY
    )
    return Bag([fit(one(k), x, y, w * draw.exponential(size=len(w))) for k in range(STORY_BAG)])


def allowed(row):
    return [
        KINDS.index(k) for k in [row["label"]["kind"], *row["label"].get("allow", [])] if k in KINDS
    ]


def mail_table(rows, mails, header):
    """-> features, kind, weight, index of the mail;
    a mail under a borrowed header stands there several times
    """
    random = np.random.RandomState(SEED)
    lenders = [
        i
        for i, r in enumerate(rows)
        if r["label"]["kind"] != "leave-alone"
        and not r["fixed"]
        and mails[i]["m"] is not None
        and len(mails[i]["m"])
    ]
    x, y, w, at = [], [], [], []
    for i, (row, mail) in enumerate(zip(rows, mails)):
        if mail["reason"] or mail["m"] is None or not len(mail["m"]):
            continue
        copies = [mail["m"]]
        if row["fixed"]:
            for k in random.choice(lenders, HEADER_COPIES):
                m = mail["m"].copy()
                m[header] = mails[k]["m"][header]
                copies.append(m)
        kinds = allowed(row)
        for m in copies:
            for n, kind in enumerate(kinds):
                x.append(m)
                y.append(kind)
                at.append(i)
                w.append(
                    (MADE_WEIGHT if row["made"] else 1.0)
                    * (
                        0.7
                        if n == 0 and len(kinds) > 1
                        else 1.0
                        if n == 0
                        else 0.3 / (len(kinds) - 1)
                    )
                    / len(copies)
                )
    return np.array(x), np.array(y), np.array(w), np.array(at)


def read_columns():
    """the names of the columns of a mail, in their order"""
    table = ROOT / "filter/locate/mail-features.def"
    return re.findall(r"^OFF_MAIL_FEATURE\((\w+)\)", table.read_text(encoding="utf-8"), re.M)


def fit_leave(x, y, w):
    """a forest for each of some draws of the mails; all that lean the way that is known"""
    draw = np.random.RandomState(SEED)
    lean = [(n in PRIVATE) - (n in PUBLISHED) for n in read_columns()]
    one = lambda k: HistGradientBoostingClassifier(
        random_state=SEED + k, early_stopping=False, monotonic_cst=lean, **LEAVE
    )
    y = (y == 0).astype(int)
    return Bag([fit(one(k), x, y, w * draw.exponential(size=len(w))) for k in range(LEAVE_BAG)])


def fit_mails(x, y, w):
    one = lambda y, lean=0.0: Bag(
        [
            fit(GradientBoostingClassifier(random_state=SEED + k, **MAIL), x, y, w)
            for k in range(BAG)
        ],
        lean,
    )
    leans = [(1, 0.0), (2, TEASER_LEAN), (3, DIGEST_LEAN)]
    return fit_leave(x, y, w), [
        one(np.where(y == 0, -1, (y == k).astype(int)), lean) for k, lean in leans
    ]


NODE = ["is_leaf", "value", "feature_idx", "num_threshold", "left", "right"]


class Tree:
    """a tree in the form that emit_forest writes, with its values at a rate"""

    def __init__(self, columns, rate):
        self.nodes = [dict(zip(NODE, row)) for row in zip(*columns)]
        for node in self.nodes:
            node["value"] *= rate


def trees_of(forest, rate):
    """-> the trees of a forest, of either sort, and its value before the first of them"""
    if isinstance(forest, HistGradientBoostingClassifier):
        trees = [p[0].nodes for p in forest._predictors]
        first = float(np.ravel(forest._baseline_prediction)[0])
        return [Tree([t[name] for name in NODE], rate) for t in trees], first
    prior = forest.init_.class_prior_
    trees = [t.tree_ for t in forest.estimators_[:, 0]]
    columns = [
        [
            t.children_left < 0,
            t.value[:, 0, 0],
            t.feature,
            t.threshold,
            t.children_left,
            t.children_right,
        ]
        for t in trees
    ]
    rate *= forest.learning_rate
    return [Tree(c, rate) for c in columns], float(np.log(prior[1] / prior[0]))


class Bag:
    """the mean of several forests"""

    def __init__(self, forests, lean=0.0):
        self.forests, self.n_features_in_ = forests, forests[0].n_features_in_
        self.lean = lean

    def decision_function(self, x):
        return self.lean + np.mean([f.decision_function(x) for f in self.forests], axis=0)

    def predict_proba(self, x):
        p = 1 / (1 + np.exp(-self.decision_function(x)))
        return np.array([1 - p, p]).T

    def as_forest(self):
        """in the form that emit_forest writes"""
        parts = [trees_of(f, 1 / len(self.forests)) for f in self.forests]
        self._predictors = [[t] for trees, _ in parts for t in trees]
        self._baseline_prediction = self.lean + np.mean([first for _, first in parts])
        return self


def ask(model, mails):
    """-> how sure it is that each is to be left alone, and its kind if it is not"""
    leave, kinds = model
    x = np.array(
        [
            m["m"]
            if m["m"] is not None and len(m["m"])
            else np.zeros(leave.n_features_in_, dtype=np.float32)
            for m in mails
        ]
    )
    best = 1 + np.argmax([k.decision_function(x) for k in kinds], axis=0)
    alone = [1.0 if m["reason"] else p for p, m in zip(leave.predict_proba(x)[:, 1], mails)]
    return np.array(alone), np.array(
        [int(b) if len(m["stories"]) else 1 for b, m in zip(best, mails)]
    )


def decide(asked, threshold):
    return np.where(asked[0] > threshold, 0, asked[1])


def judge(rows, mails, kinds, verbose):
    """mails: as the program tells them with the worths that are to be judged"""
    total = collections.Counter()
    table = collections.Counter()
    for row, mail, told in zip(rows, mails, kinds):
        if row["made"]:
            continue
        label = row["label"]
        got, picked = mail["picks"].get(told, (0, []))
        every = [link for links in mail["links"] for link in links]
        named = [[link for link in every if link[0] == href] for href in picked]
        want = label.get("pick", [])
        hit = bool(named) and is_named(named[0], want)
        bad = sum(
            not is_named(links, want)
            and (
                is_named(links, label.get("never", []))
                or any(x in links[0][0] for x in label.get("never_re", []))
            )
            for links in named
        )
        free = got == 0 or (got == 1 and not picked) or not want
        right = not bad and got in allowed(row) and (free or hit)
        total["all"] += 1
        total["right"] += right
        total["never"] += bad
        table[label["kind"], KINDS[got]] += 1
        if label["kind"] in KINDS[2:] and want:
            total["picks"] += 1
            total["hits"] += hit
        if label["kind"] == KINDS[0] and not label.get("allow"):
            total["alone"] += 1
            total["touched"] += got != 0
        if verbose and not right:
            shown = named[0][0] if named else ""
            print(
                f"   {row['name']}: {KINDS[got]} for {label['kind']} never {bad} first "
                f"{[str(s)[:60] for s in shown]}"
            )
    if verbose:
        print(
            "  kind as labelled (down), as told (across): " + ", ".join(k[11:] or k for k in KINDS)
        )
        for k in KINDS:
            print(f"  {k:20}" + "".join(f"{table[k, g]:5}" for g in KINDS))
    print(
        f"{total['right']} of {total['all']} right; picks {total['hits']} of {total['picks']}; "
        f"never picked {total['never']}; touched {total['touched']} of {total['alone']}",
        flush=True,
    )


def write_model(path, guard, what, forests):
    with open(path, "w") as out:
        out.write(
            f"/* {what}\n * Made by tests/train/mails.py; not to be changed by hand. */\n"
            f'#ifndef {guard}\n#define {guard}\n\n#include "classify/forest.h"\n\n'
        )
        for name, model in forests:
            emit_forest(out, name, model)
        out.write("#endif\n")


def main():
    a = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    a.add_argument("--mails", required=True)
    a.add_argument("--corpus", required=True, type=pathlib.Path)
    a.add_argument("--made", type=pathlib.Path)
    a.add_argument("--folds", type=int, default=5)
    a.add_argument(
        "--header", type=int, default=38, help="so many of the columns of a mail are of its header"
    )
    a.add_argument("--threshold", type=float, default=0.1)
    a.add_argument("--report", action="store_true")
    a.add_argument("--verbose", action="store_true")
    a.add_argument("--keep", type=pathlib.Path, help="a file for the models, to look into")
    a.add_argument("--out", type=pathlib.Path)
    a = a.parse_args()
    rows = read_list(a.corpus, False) + (read_list(a.made, True) if a.made else [])
    mails = run(a.mails, rows)
    x = np.array([s for m in mails for s in m["stories"]])
    y, w = story_labels(rows, mails)
    groups = sorted({r["group"] for r in rows})
    order = np.random.RandomState(SEED).permutation(len(groups))
    fold_of = {g: int(order[i]) % a.folds for i, g in enumerate(groups)}
    mail_fold = np.array([fold_of[r["group"]] for r in rows])
    story_fold = np.array([mail_fold[i] for i, m in enumerate(mails) for _ in m["stories"]])
    header = np.arange(a.header)
    print(
        f"{len(rows)} mails of {len(groups)} senders, {len(y)} links; of digests "
        f"{np.count_nonzero(y[:, 0] == 1)} to be picked, {np.count_nonzero(y[:, 0] == 0)} not; "
        f"of teasers {np.count_nonzero(y[:, 1] == 1)}, {np.count_nonzero(y[:, 1] == 0)}"
    )

    def unseen(folds):
        """what forests of stories say of senders that they have not seen, among the folds"""
        p = np.zeros(y.shape)
        for k in folds:
            seen = np.isin(story_fold, folds) & (story_fold != k)
            here = story_fold == k
            for c in (0, 1):
                forest = fit_stories(x[seen], y[seen, c], w[seen])
                p[here, c] = forest.predict_proba(x[here])[:, 1]
        return p

    every = list(range(a.folds))
    first = unseen(every)
    if a.report:
        alone, kinds = np.zeros(len(rows)), np.zeros(len(rows), dtype=int)
        seen = [None] * len(rows)
        for k in every:
            others = [j for j in every if j != k]
            said = unseen(others)
            said[story_fold == k] = first[story_fold == k]
            told = run(a.mails, rows, said)
            mx, my, mw, at = mail_table(rows, told, header)
            model = fit_mails(*(v[mail_fold[at] != k] for v in (mx, my, mw)))
            here = np.flatnonzero(mail_fold == k)
            alone[here], kinds[here] = ask(model, [told[i] for i in here])
            for i in here:
                seen[i] = told[i]
        print("out of fold:")
        for threshold in sorted({0.05, 0.1, 0.15, 0.3, a.threshold}):
            print(f"threshold {threshold}")
            judge(
                rows,
                seen,
                decide((alone, kinds), threshold),
                a.verbose and threshold == a.threshold,
            )
    story, lead = (fit_stories(x, y[:, c], w) for c in (0, 1))
    told = run(a.mails, rows, first)
    mx, my, mw, _ = mail_table(rows, told, header)
    leave, kinds = fit_mails(mx, my, mw)
    if a.report:
        p = np.array([f.predict_proba(x)[:, 1] for f in (story, lead)]).T
        now = run(a.mails, rows, p)
        fitted = decide(ask((leave, kinds), now), a.threshold)
        print("fitted:")
        judge(rows, now, fitted, a.verbose)
    if a.keep:
        a.keep.write_bytes(pickle.dumps((story, lead, leave, kinds)))
    if a.out:
        write_model(
            a.out / "story-model.h",
            "OFF_STORY_MODEL_H",
            "story-model.h: tells stories from advertisements and furniture; "
            "columns of story-features.def.",
            [("story_forest", story.as_forest()), ("lead_forest", lead.as_forest())],
        )
        write_model(
            a.out / "mail-model.h",
            "OFF_MAIL_MODEL_H",
            "mail-model.h: tells mails apart; columns of mail-features.def.",
            [
                ("leave_forest", leave.as_forest()),
                *zip(
                    ("full_forest", "teaser_forest", "digest_forest"),
                    [k.as_forest() for k in kinds],
                ),
            ],
        )


if __name__ == "__main__":
    main()
