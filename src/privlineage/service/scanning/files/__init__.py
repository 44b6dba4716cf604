"""Reading files: delimited text in any dialect and encoding, JSON, Parquet; folders of them as one table or many.

A file is never held in memory as a whole: rows are drawn from it as it is read.
"""
