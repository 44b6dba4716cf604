"""`init` and `apply`: only `init` creates a store, and with any error the last valid bundle stays in force."""


def test_init_makes_a_store_and_a_bundle_that_applies(run, tmp_path):
    answer = run("init", "mine", "--store", "sqlite:///s.db")
    assert 0 == answer.code
    assert (tmp_path / "s.db").is_file()
    assert {"policy.yml", "sources.yml", "tags.yml"} <= {path.name for path in (tmp_path / "mine").iterdir()}
    assert "mode: observe" in (tmp_path / "mine" / "policy.yml").read_text()
    assert 0 == run("apply", "mine", "--store", "sqlite:///s.db").code


def test_init_overwrites_neither_a_store_nor_a_file(run, tmp_path):
    assert 0 == run("init", "--store", "sqlite:///s.db").code
    (tmp_path / "bundle" / "policy.yml").write_text("mine")
    before = (tmp_path / "s.db").read_bytes()
    answer = run("init", "--store", "sqlite:///s.db")
    assert (2, True) == (answer.code, answer.err.startswith("PL505 "))
    assert before == (tmp_path / "s.db").read_bytes()
    assert 0 == run("init", "--store", "sqlite:///other.db").code
    assert "mine" == (tmp_path / "bundle" / "policy.yml").read_text()


def test_init_creates_nothing_when_the_folder_cannot_be_one(run, tmp_path):
    (tmp_path / "taken").write_text("")
    answer = run("init", "taken", "--store", "sqlite:///s.db")
    assert (2, True, False) == (answer.code, answer.err.startswith("PL002 "), (tmp_path / "s.db").exists())


def test_every_error_of_a_bundle_is_told_with_its_place_and_the_last_valid_one_stays(run, store, bundle):
    before = run("apply", "--plan", bundle, "--format", "json").json["before"]
    (bundle / "policy.yml").write_text("defaults: {mod: enforce}\nrules:\n  - {id: r, forbid: [user.contct]}\n")
    answer = run("apply", bundle)
    assert (2, "") == (answer.code, answer.out)
    told = [line for line in answer.err.splitlines() if line.startswith("PL")]
    assert ["PL102 policy.yml:1:12:", "PL104 policy.yml:3:22:"] == [" ".join(line.split()[:2]) for line in told]
    assert "did you mean `user.contact`?" in answer.err
    (bundle / "policy.yml").write_text("defaults: {mode: enforce}\n")
    assert before == run("apply", "--plan", bundle, "--format", "json").json["before"]


def test_a_plan_changes_nothing_and_names_what_loosens(run, store, bundle):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace("mode: enforce", "mode: observe"))
    planned = run("apply", "--plan", bundle, "--format", "json").json
    assert (False, True) == (planned["published"], planned["before"] != planned["bundle"])
    assert [True] == [change["loosens"] for change in planned["changes"]]
    published = run("apply", bundle)
    assert 0 == published.code
    assert "identities are not verified" in published.err
    assert planned["bundle"] == run("apply", "--plan", bundle, "--format", "json").json["before"]


def test_a_plan_without_a_store_validates_alone(run, bundle):
    answer = run("apply", "--plan", bundle)
    assert (0, True) == (answer.code, "is valid; nothing was changed" in answer.out)


def test_apply_does_not_create_a_store(run, bundle, tmp_path):
    answer = run("apply", bundle, "--store", "sqlite:///absent.db")
    assert (2, True, False) == (answer.code, answer.err.startswith("PL501 "), (tmp_path / "absent.db").exists())
