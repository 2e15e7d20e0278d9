"""Where we stand among others, this year and over the years.

`standing` is the place in the latest year, `history` the same for every year, `travel` whether our own values have moved.
`series` says which series are compared and with whom, and `places` counts.
"""
