"""The constants of ranking, all in one place, and what is measured of them.

A word's score in a post is  idf · tf / (tf + K),  K = k1 · (1 - b + b · length / mean length),  where tf counts
the words of the title more than once (contents.POOL_WEIGHTS): BM25 over fields pooled into one text.

Each figure is what one constant alone changes, as benchmarks/search_ranking.py prints it: nDCG@10, mean of three
judged collections; MRR@10, mean over blogs, of posts looked for by a link's text, by recalled words, by title
words. All as they are, without feedback: .511, .686, .975, .990; with it .531, .691, .975, .990. Gaps under .01 are
ties; no constant is set finer than that. docs/ranking.md has the table of what each part is worth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constants:
    """What ranking is made of."""

    # Saturation and the part of length, the usual values (Robertson and Zaragoza 2009). k1 0.9: collections .504;
    # k1 2.0: recalled words .965.
    k1: float = 1.2
    b: float = 0.75
    # What another form of a typed word counts beside the word as typed. 1.0: collections .508, MAP@100 .378 to .374.
    other_form: float = 0.8
    # What a word counts that is only part of an identifier (`server` of `HttpServer`). 0.8: recalled words .973; 0.6
    # is a tie. Tantivy counts it as another form.
    part: float = 0.4
    # What a compound counts beside its parts (`node.js` beside `node` and `js`). 1.0: collections .505; 0 is a tie,
    # but would not put the compound as typed first.
    compound: float = 0.3
    # What a post with all words gains, as a share of all their idf. 0: recalled words .949, links' texts .681;
    # 0.3: links' texts .654; 1.0, which puts every post with all words first: recalled words .985, links' texts .647.
    all_words: float = 0.1
    # What words in the title gain beside their weight in the pooled text, as a share of their idf, less when they
    # are only part of the query. 0: links' texts .630, title words .975, collections .517; 1.5: links' texts .680.
    title: float = 1.0
    # Words from which on a query is a passage, ranked by BM25 alone and with no word mended. 12: collections .508;
    # 6: .514 and title words .987.
    passage_words: int = 8
    # A passage is searched a second time with the words that its best posts share: how many posts and words are
    # taken, and what these words count together beside the passage's own. Without: collections .511, MAP@100 .378;
    # with: .531, .409. With this weighting 5, 10 or 20 posts and 0.2 to 0.8 all gained on each collection (from
    # 5 words on); weighed by share of the text instead (RM3), some lost nDCG on one.
    # For shorter queries it does harm: from 2 words on, links' texts .650 and title words .973.
    feedback_posts: int = 10
    feedback_words: int = 20
    feedback: float = 0.4


DEFAULT = Constants()
SIMILAR_WORDS = 30  # of a post, that its neighbours are looked up by


def idf(post_count: int, holding: int) -> float:
    """How much a word tells that `holding` of `post_count` posts have; above 0 even if all have it."""
    return math.log(1 + (post_count - holding + 0.5) / (holding + 0.5))
