"""The worker's side of the tunnel, against a supervisor that says what Airflow's says."""

import threading

import pytest
from airflow.sdk.exceptions import AirflowRuntimeError, ErrorType
from airflow.sdk.execution_time import task_runner
from airflow.sdk.execution_time.comms import ConnectionResult, ErrorResponse, GetVariable, PutVariable, VariableResult

from privlineage.airflow import tunnel
from privlineage.airflow.packing import packed, unpacked
from privlineage.airflow.way_to_server import WayToServer, api_url
from privlineage.core.errors import PrivlineageError
from privlineage.store.http.retrying import TransportFault

GOVERNANCE = {"call": "governance", "arguments": {}}
DECIDE = {"call": "decide", "arguments": {"plan": "large"}}


class Supervisor:
    """Hands messages to the other end, which is a function of name and question."""

    def __init__(self, answer=lambda request: {"result": request["call"]}):
        self.answer, self.said, self.questions = answer, [], {}

    def send(self, message):
        self.said.append(message)
        if isinstance(message, PutVariable):
            self.questions[message.key.rpartition("_")[2]] = unpacked(message.value)
            return None
        if not isinstance(message, GetVariable):
            empty = dict.fromkeys(("host", "schema", "login", "port", "extra"))
            return ConnectionResult(conn_id=message.conn_id, conn_type="privlineage", password="ticket", **empty)
        name = message.key.removeprefix("privlineage_call_")
        request = unpacked(name) if name != message.key else self.questions[name.rpartition("_")[2]]
        return VariableResult(key=message.key, value=packed(self.answer(request)))


@pytest.fixture
def supervisor(monkeypatch):
    return use(monkeypatch, Supervisor())


def use(monkeypatch, supervisor):
    monkeypatch.setattr(task_runner, "SUPERVISOR_COMMS", supervisor, raising=False)
    monkeypatch.setattr(tunnel, "_somebody_listens", threading.Event())
    return supervisor


def names(supervisor):
    return [type(message).__name__ for message in supervisor.said]


def test_a_call_that_says_nothing_of_a_plan_is_one_message(supervisor):
    assert {"result": "governance"} == tunnel.ask(GOVERNANCE)
    assert ["GetVariable"] == names(supervisor)


def test_a_plan_is_never_in_a_name(supervisor):
    tunnel.ask(GOVERNANCE)
    assert {"result": "decide"} == tunnel.ask(DECIDE)
    assert ["GetVariable", "PutVariable", "GetVariable"] == names(supervisor)
    assert 32 == len(supervisor.said[1].key.rpartition("_")[2])


def test_every_question_has_a_name_of_its_own(supervisor):
    for _ in range(3):
        tunnel.ask(DECIDE)
    assert 3 == len(supervisor.questions)


def test_no_question_has_a_name_that_somebody_could_have_written_before(supervisor):
    for _ in range(3):
        tunnel.ask(GOVERNANCE)
    assert 3 == len({message.key for message in supervisor.said})


def test_no_variable_is_written_where_nobody_of_ours_listens(monkeypatch):
    class Plain(Supervisor):
        def send(self, message):
            self.said.append(message)
            return ErrorResponse(error=ErrorType.VARIABLE_NOT_FOUND, detail={"key": message.key})

    plain = use(monkeypatch, Plain())
    with pytest.raises(PrivlineageError) as caught:
        tunnel.ask(DECIDE)
    assert "PL504" == caught.value.code
    assert "--apps execution" in caught.value.hint
    assert ["GetVariable"] == names(plain)


@pytest.mark.parametrize(
    ("kind", "detail", "code"),
    [
        ("PERMISSION_DENIED", {"status_code": 403}, "PL205"),
        ("API_SERVER_ERROR", {"status_code": 403, "message": "no"}, "PL205"),
        ("API_SERVER_ERROR", {"status_code": 401}, "PL205"),
        ("API_SERVER_ERROR", {"status_code": 413}, "PL504"),
        ("API_SERVER_ERROR", {"status_code": None, "exception_type": "ConnectError"}, "PL504"),
        ("API_SERVER_ERROR", {"status_code": 404}, "PL504"),
        ("GENERIC_ERROR", None, "PL504"),
    ],
)
def test_whatever_the_supervisor_says_is_an_error_of_ours(monkeypatch, kind, detail, code):
    error = ErrorResponse.model_construct(error=getattr(ErrorType, kind, kind), detail=detail)

    class Failing(Supervisor):
        def send(self, message):
            raise AirflowRuntimeError(error)

    class Telling(Supervisor):
        def send(self, message):
            return error

    for supervisor in (Failing(), Telling()):
        use(monkeypatch, supervisor)
        with pytest.raises(PrivlineageError) as caught:
            tunnel.ask(GOVERNANCE)
        assert code == caught.value.code


def test_a_lost_answer_is_asked_for_again(monkeypatch):
    class Forgetting(Supervisor):
        def send(self, message):
            if isinstance(message, GetVariable) and message.key.startswith("privlineage_answer_"):
                return ErrorResponse(error=ErrorType.VARIABLE_NOT_FOUND, detail={"key": message.key})
            return super().send(message)

    use(monkeypatch, Forgetting())
    with pytest.raises(TransportFault) as caught:
        tunnel.ask(DECIDE)
    assert caught.value.lost


@pytest.mark.parametrize("value", ["", "nonsense", packed([1])])
def test_an_answer_that_cannot_be_read_is_none(monkeypatch, value):
    class Strange(Supervisor):
        def send(self, message):
            return VariableResult(key=message.key, value=value)

    use(monkeypatch, Strange())
    with pytest.raises(PrivlineageError, match="PL504"):
        tunnel.ask(GOVERNANCE)


def test_outside_of_a_task_there_is_nobody_to_ask(monkeypatch):
    use(monkeypatch, None)
    with pytest.raises(PrivlineageError, match="PL504"):
        tunnel.ask(GOVERNANCE)


def test_what_does_not_fit_goes_to_our_own_api_with_a_ticket(monkeypatch, supervisor):
    monkeypatch.setattr(tunnel, "MOST_SENT", 10)
    way, went = WayToServer("airflow:https://airflow.corp/privlineage"), []
    monkeypatch.setattr(
        "privlineage.airflow.way_to_server.HttpTransport", lambda url, token: Recording(url, token, went)
    )
    assert {"result": "there"} == way(DECIDE, 3.0)
    assert [("https://airflow.corp/privlineage", "ticket", DECIDE)] == went


class Recording:
    def __init__(self, url, token, went):
        self.url, self.token, self.went = url, token, went

    def __call__(self, request, timeout):
        self.went.append((self.url, self.token(), request))
        return {"result": "there"}


@pytest.mark.parametrize(
    ("store", "task_api", "expected"),
    [
        ("airflow:", "http://api:8080/execution/", "http://api:8080/privlineage"),
        ("airflow:", "https://corp/airflow/execution", "https://corp/airflow/privlineage"),
        ("airflow:https://other/p", "http://api:8080/execution/", "https://other/p"),
    ],
)
def test_the_address_of_our_api_is_the_workers_own(monkeypatch, store, task_api, expected):
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", task_api)
    assert expected == api_url(store)


def test_one_question_at_a_time_is_under_way_and_airflow_waits_for_it(monkeypatch):
    begun, go, ended = threading.Event(), threading.Event(), []

    class Slow(Supervisor):
        def send(self, message):
            begun.set()
            go.wait()
            ended.append("answer")
            return super().send(message)

    use(monkeypatch, Slow())
    asking = threading.Thread(target=tunnel.ask, args=(GOVERNANCE,))
    asking.start()
    begun.wait()
    waiting = threading.Thread(target=lambda: (tunnel.settle(), ended.append("airflow")))
    waiting.start()
    go.set()
    asking.join()
    waiting.join()
    assert ["answer", "airflow"] == ended
