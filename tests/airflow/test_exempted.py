"""A blocked task passes once somebody else approved, cleared or run anew, and is stopped when that ends."""

import json

import pytest

from privlineage.cli.main import main

pytestmark = pytest.mark.airflow


def test_a_blocked_task_passes_while_it_is_exempted_and_no_longer(site, capsys):
    def exempt(*arguments):
        capsys.readouterr()
        assert 0 == main(["exempt", *arguments, "--store", site.store_url, "--format", "json"])
        return json.loads(capsys.readouterr().out)

    def outcome(run):
        return run.states()["export"], site.rows("warehouse", "ads_exempted")

    blocked = site.run("exempted")
    assert ("failed", 0) == outcome(blocked)
    asking = blocked.log("export").partition("privlineage exempt request ")[2].split()[0]
    made = exempt("request", asking, "--reason", "a campaign", "--days", "7", "--by", "ana")["id"]
    assert ("failed", 0) == outcome(site.run("exempted"))
    exempt("approve", made, "--by", "bo")
    cleared = site.again(blocked)
    assert ("success", 1) == outcome(cleared)
    assert "exempted from `no-contact-to-ads` until " in cleared.log("export", try_number=cleared.tries("export"))
    assert ("success", 2) == outcome(site.run("exempted"))
    exempt("revoke", made, "--by", "bo")
    assert ("failed", 2) == outcome(site.run("exempted"))
    [listed] = exempt("list", "--dag", "exempted")
    assert ("revoked", 2) == (listed["state"], listed["uses"])
