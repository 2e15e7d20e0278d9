"""Where the open, the opened and the closed of the same cases are all published: together they may tell a hidden count.

What is open this month is what was open the month before, with what came and without what went. `transforms.disclosure.decide`
names this among what it does not promise to hold against; here whoever defines the measures is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.measures import CaseCount, CaseStock, Measure


def flow_remarks(measures: Sequence[Measure]) -> Iterator[str]:
    """A sentence for every stock whose coming and going are measured under the same conditions, unless all three are open."""
    flows = [measure for measure in measures if isinstance(measure, CaseCount)]
    for stock in measures:
        if not isinstance(stock, CaseStock):
            continue
        alike = [flow for flow in flows if (flow.source, flow.where) == (stock.source, stock.where)]
        came, went = ([flow for flow in alike if flow.event == event] for event in ("opened", "closed"))
        if came and went and any(measure.disclosure != "open" for measure in (stock, came[0], went[0])):
            yield (
                f"measures: {stock.measure_id}, {came[0].measure_id} and {went[0].measure_id} count the open, the opened and "
                "the closed of the same cases. Where counts are small, what one hides can be worked out from the two others: "
                "leave one of them out, or give it other conditions"
            )
