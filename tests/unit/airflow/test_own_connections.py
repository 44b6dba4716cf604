from privlineage.airflow.own_connections import governed_connections, resolved_here
from privlineage.core.sources import Source
from privlineage.service.deciding.decider import Governance


class Vault:
    def __init__(self, **held):
        self.held = held

    def get_connection(self, conn_id):
        if conn_id == "broken":
            raise OSError
        return self.held.get(conn_id)


class Second(Vault):
    pass


def test_governed_connections_are_those_of_sources_and_those_zones_name():
    sources = (Source("wh", "postgres://wh", conn_ids=("wh_prod", "wh_ro")), Source("ads", "s3://ads"))
    zones = ("conn:ads_api", "conn:tmp_*", "s3://ads/**")
    assert ["ads_api", "wh_prod", "wh_ro"] == governed_connections(Governance("b", sources, zones))


def test_each_connection_is_found_in_the_first_backend_that_holds_it():
    backends = [Vault(a=object(), broken=object()), Second(a=object(), b=object())]
    assert {"a": "Vault", "b": "Second"} == resolved_here(["a", "b", "broken", "c"], backends)
