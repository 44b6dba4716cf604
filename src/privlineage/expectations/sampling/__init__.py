"""Samples of tables, taken where the tables lie: the database chooses the rows and cuts long texts, we fetch a few.

`request` says what is asked for, `statement` how a statement is put together, each dialect's own file how its database
chooses rows, `running` sends it, and `frames` and `spark` do the same for data frames.
"""
