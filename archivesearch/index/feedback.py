"""Words that the best posts for a long query share, searched along with its own (pseudo-relevance feedback).

A passage describes a matter in many words, and the posts that answer it share more of them. So a word of the
first posts found is weighed by how often they have it (saturated as in BM25, better posts counting more) and
by how rare it is elsewhere. Such words order the posts that the query itself finds; they find no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from archivesearch.analysis import is_stop_word
from archivesearch.index.contents import contents
from archivesearch.index.plan import Collection, Plan, Planner, Posts, Scores, TermPlan
from archivesearch.index.scoring import idf
from archivesearch.index.whoosh_segment import Segment
from archivesearch.model import Post

_REGARDED = 200  # words of the posts that are looked up in the index
_COMMON = 0.5  # share of all posts; a word in more of them tells nothing
_SHORTEST = 3  # characters of a key; shorter ones are signs and numbers of lists


@dataclass(eq=False, repr=False)
class FeedbackPlan(Plan):
    """Posts that meet a query, ordered by words of the best of them too."""

    plan: Plan
    words: Sequence[TermPlan]

    def posts(self, segment: Segment) -> Posts:
        """The posts of a segment that meet the query."""
        return self.plan.posts(segment)

    def scores(self, segment: Segment, within: Posts | None = None) -> Scores:
        """Their scores."""
        total = self.plan.scores(segment, within)
        for word in self.words:
            for post, score in word.scores(segment, total.keys()).items():
                total[post] += score
        return total


def feedback_words(
    posts: Sequence[tuple[Post, float]], word_count: int, collection: Collection
) -> list[TermPlan]:
    """The words of the posts, given with their scores, that a query of `word_count` words is searched with."""
    constants = collection.constants
    weights = _weights(posts, collection)
    planner = Planner(collection)
    found: list[tuple[float, TermPlan]] = []
    for key, weight in nlargest(_REGARDED, weights.items(), key=lambda entry: entry[1]):
        plan = planner.forms_of_key(key)
        if any(
            is_stop_word(form.form, collection.languages)
            for forms in plan.forms.values()
            for _, form in forms
        ):
            continue
        holding = plan.holding()
        if 1 < holding <= _COMMON * collection.size:
            found.append((weight * idf(collection.size, holding), plan))
    chosen = nlargest(constants.feedback_words, found, key=lambda entry: entry[0])
    total = sum(weight for weight, _ in chosen)
    for weight, plan in chosen:
        plan.share = constants.feedback * word_count * weight / total
    return [plan for _, plan in chosen]


def _weights(posts: Sequence[tuple[Post, float]], collection: Collection) -> Mapping[str, float]:
    """How much each key stands for the posts."""
    constants = collection.constants
    highest = max((score for _, score in posts), default=0.0) or 1.0
    weights: dict[str, float] = {}
    for post, score in posts:
        held = contents(post)
        counts: dict[str, int] = {}
        for name, count, _ in held.words["text"]:
            key = name.partition(b"\0")[0].decode("utf-8", "replace")
            counts[key] = counts.get(key, 0) + count
        k = constants.k1 * (1 - constants.b + constants.b * held.length / collection.mean_length)
        for key, count in counts.items():
            if len(key) >= _SHORTEST and not key.isdigit():
                weights[key] = weights.get(key, 0.0) + score / highest * count / (count + k)
    return weights
