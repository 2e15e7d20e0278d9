"""Surveys: answers counted once, and from the counts indices, statements, response rates and what of it may be shown.

`answers` says which answers count and how many chose each step; `index` and `scale` are the measures' own values; `results` tells
statement by statement (for an index part by part) n, mean, sampling error, change and rank, and how many chose each step;
`responses` how many answered of how many asked, with the supplier's own value beside ours; `disclosed` what may be shown to
everybody, by the reasoning of `blocks`.
"""
