"""SQL that names tables of another database on the same server."""

from __future__ import annotations

from privlineage.core.plan import Job, Plan
from privlineage.core.schema import Schema
from privlineage.core.sources import Source, Sources
from privlineage.lineage.sql.plan import plan_sql
from privlineage.lineage.sql.server_schema import server_schema

SHOP = Source("shop", "mysql://db:3306", database="shop", dialect="mysql")
ADS = Source("ads", "mysql://db", database="marketing", dialect="mysql")
HR = Source("hr", "mssql://db:1433", database="hr", dialect="tsql")
SALES = Source("sales", "mssql://db:1433", database="sales", dialect="tsql")
LAKE = Source("lake", "snowflake://acme", database="PROD", default_schema="core", dialect="snowflake")
SHARE = Source("share", "snowflake://acme", database="SHARE", dialect="snowflake")
SOURCES = Sources([SHOP, ADS, HR, SALES, LAKE, SHARE])
KNOWN = {
    "shop": Schema({"users": {"id": "int", "email": "text"}}),
    "ads": Schema({"segments": {"email": "text"}}),
    "hr": Schema({"dbo.staff": {"salary": "int"}, "dbo.team": {"lead": "int"}}),
    "lake": Schema({"core.users": {"email": "text"}, "part.users": {"phone": "text"}, "part.m": {"phone": "text"}}),
    "share": Schema(),
    "sales": Schema({"dbo.staff": {"quota": "int"}, "dbo.deals": {"v": "int"}}, {"dbo.v": "select quota from staff"}),
}


def planned(source: Source, text: str) -> Plan:
    schema = server_schema(source, SOURCES, KNOWN.__getitem__)
    return plan_sql(text, source, SOURCES, schema, Job("d", "t"))


def flows(source: Source, text: str) -> list[str]:
    return [f"{fact.input} → {fact.output}" for fact in planned(source, text).facts]


def test_a_full_name_of_a_database_without_schemas_writes_into_the_source_of_that_database() -> None:
    text = "create table marketing.mails as select email from users"
    assert flows(SHOP, text) == ["shop.users#email → ads.mails#email"]


def test_a_full_name_reads_the_table_of_the_other_database_with_its_columns() -> None:
    assert flows(ADS, "insert into segments select email from shop.users") == ["shop.users#email → ads.segments#email"]


def test_the_same_name_in_another_database_is_not_this_database_s_table() -> None:
    text = "insert into deals (v) select salary from hr.dbo.staff"
    assert flows(SALES, text) == ["hr.dbo.staff#salary → sales.dbo.deals#v"]


def test_a_short_name_means_this_database_alone() -> None:
    text = "insert into dbo.deals (v) select quota from staff"
    assert flows(SALES, text) == ["sales.dbo.staff#quota → sales.dbo.deals#v"]
    assert [entry.code for entry in planned(SALES, "insert into deals (v) select lead from dbo.team").unresolved] == [
        "unknown-table"
    ]


def test_a_full_name_of_an_undeclared_database_is_not_this_database_s_table() -> None:
    unresolved = planned(SALES, "insert into deals (v) select quota from old.dbo.staff").unresolved
    assert [entry.code for entry in unresolved] == ["unknown-table"]


def test_a_view_of_another_database_is_unknown_rather_than_read_with_this_database_s_tables() -> None:
    unresolved = planned(HR, "insert into team (lead) select quota from sales.dbo.v").unresolved
    assert [entry.code for entry in unresolved] == ["unknown-table"]


def test_a_full_name_of_the_own_database_is_the_short_one() -> None:
    text = "insert into sales.dbo.deals (v) select quota from sales.dbo.staff"
    assert flows(SALES, text) == ["sales.dbo.staff#quota → sales.dbo.deals#v"]


def test_what_a_script_uses_says_where_its_short_names_lead() -> None:
    scripts = [
        (SHOP, "use marketing; create table m as select email from shop.users"),
        (SALES, "use hr; create table m as select salary from staff"),
        (SALES, "use hr; create table m as select salary from dbo.staff"),
        (SALES, "create table hr..m as select quota from sales..staff"),
        (LAKE, "use role part; use warehouse part; create table m as select email from users"),
        (LAKE, "use schema part; create table m as select phone from users"),
        (LAKE, "use share.part; create table m as select email from prod.core.users"),
        (LAKE, "set search_path = part, core; create table m as select phone from users"),
        (
            LAKE,
            "set search_path to part; create temp table q as select * from users; create table n as select * from q",
        ),
        (LAKE, "create table m as select email from users"),
    ]
    assert [flows(*script) for script in scripts] == [
        ["shop.users#email → ads.m#email"],
        ["hr.dbo.staff#salary → hr.dbo.m#salary"],
        ["hr.dbo.staff#salary → hr.dbo.m#salary"],
        ["sales.dbo.staff#quota → hr.dbo.m#quota"],
        ["lake.core.users#email → lake.core.m#email"],
        ["lake.part.users#phone → lake.part.m#phone"],
        ["lake.core.users#email → share.part.m#email"],
        ["lake.part.users#phone → lake.part.m#phone"],
        ["lake.part.users#phone → lake.part.n#phone"],
        ["lake.core.users#email → lake.core.m#email"],
    ]
