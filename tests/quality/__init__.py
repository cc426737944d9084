"""Measured quality against pinned floors: `python -m tests.quality`.

Figures come from an evaluation kit beside the checkout (folder `shared/eval`); without it that part is
skipped. Raising a floor is one command (`--raise`). Lowering one takes `--lower` and a line in CHANGELOG.md
that has the word "floor" and the figure's name.
"""
