"""What functions do to lineage, by name: which aggregate, count, choose, make rows, take a lambda, take a date part.

Names are in lower case and without a schema. A function that stands in no list passes every argument's value on.
"""

from __future__ import annotations

__all__ = [
    "AGGREGATES",
    "CHOICES",
    "COUNTS",
    "DATE_PARTS",
    "ENDPOINTS",
    "EXITS",
    "EXTREMES",
    "GATHERING",
    "HASHES",
    "LAMBDAS",
    "METHODS",
    "NUMBERED",
    "ORDERED_SETS",
    "ORDERING",
    "QUERYING",
    "ROW_MAKERS",
    "STRUCTS",
    "UNIT_POSITIONS",
    "plain_aggregate",
]

AGGREGATES = frozenset(
    "any any_value approx_most_frequent approx_set bitmap_construct_agg bitwise_and_agg bitwise_or_agg "
    "count_min_sketch geometric_mean hll_sketch_agg make_set_digest qdigest_agg anyheavy anylast approx_median "
    "approx_percentile approx_quantile approx_quantiles "
    "approx_top_count approx_top_k approx_top_sum arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin "
    "array_agg array_aggregate array_concat_agg array_union_agg array_unique_agg avg avgweighted bag bit_and bit_or "
    "bit_xor bitand_agg bitstring_agg bitor_agg bitxor_agg bool_and bool_or booland_agg boolor_agg boolxor_agg "
    "checksum collect collect_list collect_set corr covar_pop covar_samp entropy every favg first fsum geomean "
    "group_concat hash_agg hll_count.init group_concat_unordered grouparray groupbitand groupbitor groupbitxor "
    "groupuniqarray histogram histogram_exact histogram_numeric hll_union_agg json_agg json_agg_strict "
    "json_array_agg json_arrayagg json_group_array json_group_object json_object_agg json_objectagg "
    "jsonb_agg jsonb_agg_strict jsonb_group_array "
    "jsonb_object_agg kurtosis kurtosis_pop last list list_agg listagg logical_and logical_or mad map_agg map_union "
    "max max_by mean median merge min min_by mode multimap_agg numeric_histogram object_agg percentile "
    "percentile_approx percentile_cont percentile_disc product quantile quantile_cont quantile_disc range_agg "
    "range_intersect_agg reduce_agg regr_avgx regr_avgy regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy "
    "set_agg skewness some std stddev stddev_pop stddev_samp stdev stdevp string_agg sum sum0 sumkahan tdigest_agg "
    "topk total try_avg try_sum union_agg var var_pop var_samp variance variance_pop variance_samp varp wm_concat "
    "xmlagg".split()
)

ORDERING = frozenset("array_max array_min array_sort max min sort_array".split())
"""Of several structs they choose by the fields."""

GATHERING = ORDERING | frozenset(
    "any_value arbitrary array array_agg array_concat array_concat_agg array_distinct collect_list collect_set "
    "coalesce element_at first first_value grouparray ifnull lag last last_value lead list max_by min_by nvl nth_value "
    "reverse slice try_element_at".split()
)
"""What they return holds their arguments' structs as they are."""

STRUCTS = frozenset({"arrays_zip", "named_struct", "row_pack", "struct_pack"})
"""Functions that build a struct of their arguments."""

QUERYING = frozenset(
    "connectby crosstab cursor_to_xml database_to_xml dblink dblink_open query_to_xml query_to_xmlschema schema_to_xml "
    "table_to_xml ts_stat xpath_table".split()
)
"""Functions that carry out SQL, or read a table, given as text."""

EXITS = frozenset(
    "ai_analyze_sentiment ai_fix_grammar ai_gen ai_mask ai_query ai_summarize http_request "
    "dblink_exec dblink_send_query http_delete http_get http_patch http_post http_put java_method lo_export "
    "lo_from_bytea lo_put lowrite pg_file_write pg_logical_emit_message pg_notify query_export_to_s3 reflect "
    "reflect2 system$send_email system$send_snowflake_notification table_export_to_s3 try_reflect writefile "
    "xp_cmdshell".split()
)
"""Functions that hand what they are given to something outside the database."""

ENDPOINTS = frozenset("ai_classify ai_extract ai_parse_document ai_similarity ai_translate".split())
"""Functions that in Databricks ask a model at an endpoint."""

COUNTS = frozenset(
    "approx_count_distinct approx_count_distinct_ds_hll approx_distinct approxcountdistinct "
    "approximate_count_distinct bitmap_count count count_big count_distinct count_if countequal countif grouping "
    "grouping_id hll ndv regr_count uniq uniqcombined uniqexact uniqhll12".split()
)
"""What they return says how many there are: the argument shapes the column, its value does not get into it."""

HASHES = frozenset(
    "crypt decrypt digest encode encrypt hash hmac md5 mask murmur_hash pgp_sym_encrypt sha sha1 sha2 sha224 sha256 "
    "sha384 sha512 tokenize xxhash64".split()
)
"""Functions that hide what they are given, or are taken to."""

CHOICES = {"if": (0,), "iff": (0,), "iif": (0,), "nvl2": (0,), "nullif": (1,), "choose": (0,), "elt": (0,)}
"""Positions of the arguments that only choose among the others."""

EXTREMES = frozenset({"max_by", "min_by", "arg_max", "arg_min", "argmax", "argmin", "arg_max_null", "arg_min_null"})
"""The second argument decides which row the first is taken from."""

ORDERED_SETS = frozenset(
    "approx_percentile approximate_percentile_cont approximate_percentile_disc cume_dist dense_rank median mode "
    "percent_rank percentile percentile_cont percentile_disc rank".split()
)
"""Aggregates whose value is that of the WITHIN GROUP order, rather than merely ordered by it."""

ROW_MAKERS = frozenset(
    "arrayjoin explode explode_outer flatten generate_series generate_subscripts inline inline_outer "
    "json_array_elements json_array_elements_text json_each json_each_text json_object_keys "
    "json_populate_recordset json_to_recordset jsonb_array_elements jsonb_array_elements_text jsonb_each "
    "jsonb_each_text jsonb_object_keys jsonb_path_query jsonb_populate_recordset jsonb_to_recordset posexplode "
    "posexplode_outer regexp_matches regexp_split_to_table string_to_table unnest unnest_all".split()
)
"""In a SELECT list they make several rows of one: their arguments select and multiply rows."""

LAMBDAS = {
    "aggregate": "fold", "all_match": "map", "any_match": "map", "array_all": "map", "array_any": "map",
    "array_apply": "map", "array_exists": "map", "array_filter": "keep", "array_reduce": "fold",
    "array_sort": "keep", "array_transform": "map", "arrayall": "map", "arraycount": "map", "arrayexists": "map",
    "arrayfilter": "keep", "arrayfirst": "keep", "arraymap": "map", "arraysort": "keep", "exists": "map",
    "filter": "keep", "forall": "map", "list_apply": "map", "list_filter": "keep", "list_reduce": "fold",
    "list_transform": "map", "apply": "map", "map_filter": "keep", "map_zip_with": "map", "none_match": "map",
    "reduce": "fold", "transform": "map", "transform_keys": "both", "transform_values": "both", "zip_with": "map",
    "array_first": "keep", "find_first": "keep",
}  # fmt: skip
"""Functions that take a lambda.

`map` returns what it makes of the elements, `fold` what it makes of them together, `keep` the elements themselves,
chosen or ordered by it, `both` elements and results.
"""

NUMBERED = frozenset(
    "apply array_filter array_transform filter list_apply list_filter list_transform transform".split()
)
"""Of those, the ones whose lambda may take the element's number beside the element."""

DATE_PARTS = frozenset(
    "century d date dateofweek day dayofmonth dayofweek dayofweekiso dayofyear days dd decade dow doy dw dy epoch "
    "epoch_microsecond epoch_millisecond epoch_second friday h hh hour hours hr hrs iso_week isodow isoweek isoyear "
    "m mcs mi microsecond microseconds millennium millisecond milliseconds min minute minutes mm mon monday month "
    "months ms n nanosecond nfc nfd nfkc nfkd ns q qq qtr quarter quarters s saturday sec second seconds "
    "sqltsi_day ss sunday thursday time timezone timezone_hour timezone_minute tuesday us usec w wednesday "
    "week week_iso weekday weekiso "
    "weekofyear weeks wk ww y year yearofweek yearofweekiso years yr yy yyyy".split()
)

UNIT_POSITIONS = {
    "add_months": (), "normalize": (1,), "date_add": (0, 2), "date_diff": (0, 2), "date_part": (0,), "date_sub": (0, 2),
    "date_trunc": (0, 1), "dateadd": (0,), "datediff": (0,), "datediff_big": (0,), "datename": (0,), "datepart": (0,),
    "datetime_add": (2,), "datetime_bucket": (), "datetime_diff": (2,), "datetime_sub": (2,), "datetime_trunc": (1,),
    "datetrunc": (0,), "dateadd_big": (0,), "last_day": (1,), "next_day": (1,), "time_add": (0,), "time_diff": (2,),
    "time_slice": (2,),
    "time_trunc": (1,), "timeadd": (0,), "timediff": (0,), "timestamp_add": (0, 2), "timestamp_diff": (0, 2),
    "timestamp_sub": (0, 2), "timestamp_trunc": (1,), "timestampadd": (0,), "timestampdiff": (0,), "trunc": (1,),
    "week": (0,), "extract": (0,), "toStartOfInterval": (),
}  # fmt: skip
"""Where date functions take a bare word (`DATEDIFF(day, a, b)`) that is no column."""

METHODS = frozenset({"exist", "nodes", "query", "value"})
"""Methods of T-SQL's XML values."""

_COMBINATORS = ("if", "array", "distinct", "foreach", "map", "merge", "ordefault", "ornull", "resample", "state")


def plain_aggregate(function: str) -> str:
    """ClickHouse's aggregate without its combinators, else the name as it is.

    >>> plain_aggregate("argmaxif"), plain_aggregate("sumstate"), plain_aggregate("nullif")
    ('argmax', 'sum', 'nullif')
    """
    name = function
    while name not in AGGREGATES and name not in COUNTS:
        shorter = next((name.removesuffix(end) for end in _COMBINATORS if name.endswith(end)), "")
        if not shorter:
            return function
        name = shorter
    return name
