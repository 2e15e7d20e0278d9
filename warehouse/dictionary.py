"""The data dictionary for people: the same sentences as in the databases, as one page.

``make docs`` writes it anew into ``docs/data-dictionary.md``; a test compares.
"""

from __future__ import annotations

import polars as pl

from transforms.catalogue import DictionaryColumn
from warehouse.analyst_views import View
from warehouse.build import empty_database
from warehouse.descriptions import Relation, dictionary, relations

_PREFACE = """# Data dictionary

Generated from the declarations in `transforms/catalogue` and the views in `warehouse/views` by `make docs`; a test
compares. The same sentences are in the databases themselves: as comments (`duckdb_tables()`, `duckdb_columns()`) and in
`meta.table` and `meta.column`.

`framdrift_open.duckdb` holds what is marked *open*: small counts are hidden and nothing is about one person.
`framdrift.duckdb` holds everything, *detail* included: pseudonymised rows and figures that are not hidden, for those cleared.
"""


def dictionary_document() -> str:
    """The data dictionary as Markdown: schema by schema, tables first, then views."""
    with empty_database() as database:
        columns = dictionary(database, "detail")[DictionaryColumn]
    pages = [_PREFACE]
    order: dict[str, list[Relation]] = {}
    for relation in relations("detail"):
        order.setdefault(relation.name.split(".")[0], []).append(relation)
    for schema, members in order.items():
        pages.append(f"## {schema}\n")
        pages += [_chapter(relation, columns) for relation in members]
    return "\n".join(pages)


def _chapter(relation: Relation, columns: pl.DataFrame) -> str:
    kind = "view" if isinstance(relation, View) else "table"
    lines = [f"### {relation.name}", "", f"*{kind}, {relation.audience}* · {_explanation(relation)}", ""]
    if isinstance(relation, View):
        lines += [f"Reads {', '.join(f'`{table.name}`' for table in relation.reads)}.", ""]
    lines += [f"Unique by {', '.join(f'`{column}`' for column in relation.grain)}.", ""]
    lines += ["| column | type | null | what it holds |", "|---|---|---|---|"]
    lines += [
        f"| `{row['column_name']}` | {row['data_type']} | {'yes' if row['is_nullable'] else ''} | "
        f"{row['what_it_holds'].replace('|', chr(92) + '|')} |"
        for row in columns.filter(pl.col("table_name") == relation.name).iter_rows(named=True)
    ]
    return "\n".join(lines) + "\n"


def _explanation(relation: Relation) -> str:
    """The whole docstring of a table, not only its first paragraph."""
    return relation.sentence if isinstance(relation, View) else " ".join((relation.__doc__ or "").split())
