"""What runs inside Airflow's API server: decisions for tasks whose identity Airflow has proven, and our own pages.

The middleware sees tasks' calls to Airflow's task API, with the token by which Airflow knows the task. Everything in
this folder is loaded on first use: the plugin that names it is read by every process of Airflow.
"""
