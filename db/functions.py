"""What both databases can do, each in its own words."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, String, Text, bindparam, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import functions
from sqlalchemy.sql.compiler import SQLCompiler

Element = functions.FunctionElement[Any]


class json_length(functions.FunctionElement[int]):  # noqa: N801  a function of SQL
    """How many entries a JSON list has."""

    type = Integer()
    inherit_cache = True


class json_sum(functions.FunctionElement[int]):  # noqa: N801
    """The sum of the whole numbers in a JSON mapping; 0 for none."""

    type = Integer()
    inherit_cache = True


class utc_day(functions.FunctionElement[str]):  # noqa: N801
    """The day of a moment, as in 2026-11-03, UTC."""

    type = String()
    inherit_cache = True


class days_between(functions.FunctionElement[float]):  # noqa: N801
    """How many days, and parts of one, lie between a moment and an earlier one."""

    type = Numeric(asdecimal=False)
    inherit_cache = True


class whole_days_between(functions.FunctionElement[int]):  # noqa: N801
    """How many whole days lie between a moment and an earlier one."""

    type = Integer()
    inherit_cache = True


class numbers_in(functions.FunctionElement[int]):  # noqa: N801
    """The numbers of a JSON list, a row each: the statement is the same for any number of them, and made ready once."""

    type = Integer()
    inherit_cache = True


SPELLINGS: dict[type[Element], dict[str, str]] = {
    json_length: {"sqlite": "json_array_length({0})", "postgresql": "jsonb_array_length({0})"},
    json_sum: {
        "sqlite": "(SELECT coalesce(sum(value), 0) FROM json_each({0}))",
        "postgresql": "(SELECT coalesce(sum(value::bigint), 0) FROM jsonb_each_text({0}))",
    },
    utc_day: {"sqlite": "date({0})", "postgresql": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"},
    days_between: {
        "sqlite": "(julianday({0}) - julianday({1}))",
        "postgresql": "(extract(epoch FROM {0} - {1}) / 86400.0)",
    },
    whole_days_between: {
        "sqlite": "CAST(julianday({0}) - julianday({1}) AS INTEGER)",
        "postgresql": "CAST(trunc(extract(epoch FROM {0} - {1}) / 86400.0) AS INTEGER)",
    },
    numbers_in: {
        "sqlite": "json_each({0})",
        "postgresql": "(SELECT value::bigint FROM jsonb_array_elements_text(CAST({0} AS jsonb))) AS numbers",
    },
}


def in_numbers(column: ColumnElement[int] | InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of the numbers in a JSON list, which is the parameter `name`."""
    return column.in_(select(literal_column("value")).select_from(numbers_in(bindparam(name, type_=Text))))


def _spell(element: Element, compiler: SQLCompiler, **options: object) -> str:
    parts = [compiler.process(clause, **options) for clause in element.clauses]
    spellings = SPELLINGS[type(element)]
    return spellings.get(compiler.dialect.name, spellings["sqlite"]).format(*parts)  # `str()` names no dialect


for _function in SPELLINGS:
    compiles(_function)(_spell)


__all__ = [
    "days_between",
    "in_numbers",
    "json_length",
    "json_sum",
    "utc_day",
    "whole_days_between",
]
