"""`flask --app app import-starts`: the preview first; with a wrong row nothing is changed and the exit code says so."""

import pytest
from sqlalchemy import select

from domain import bulk
from domain.people import Start
from tests.factories import as_house
from tests.scenes.lists import EXAMPLE, TODAY, file, row, town


@pytest.fixture
def run(app, database, at, monkeypatch):
    """Runs the command in a town; gives exit code, what was printed, and how many starts there are then."""
    at(TODAY)
    monkeypatch.setattr("blueprints.running.import_starts.preflight.migrate", lambda _app: None)
    with database.sessions() as session:
        town(as_house(session))
        session.commit()

    def run(*arguments: str):
        result = app.test_cli_runner().invoke(args=["import-starts", *map(str, arguments)])
        with database.sessions() as session:
            starts = as_house(session).execute(select(Start.id).execution_options(**bulk.WHY)).all()
        return result.exit_code, result.output, len(starts)

    return run


def test_a_sound_list_is_shown_and_read_in(run):
    code, told, starts = run(EXAMPLE)
    assert (code, starts) == (0, 10)
    assert [told.split("\n")[0].strip(), told.split("\n")[4]] == ["10 nye", "Listen er læst ind."]


def test_twice_changes_nothing(run):
    run(EXAMPLE)
    code, told, starts = run(EXAMPLE)
    assert (code, starts, "10 uændrede" in told, "læst ind" in told) == (0, 10, True, False)


def test_a_dry_run_only_shows(run):
    code, told, starts = run("--dry-run", EXAMPLE)
    assert (code, starts, "10 nye" in told) == (0, 0, True)


def test_a_wrong_row_is_told_and_changes_nothing(run, tmp_path):
    path = tmp_path / "starter.csv"
    path.write_bytes(file(row(), row(Nøgle="K2", Børnehus="Gloeben")))
    code, told, starts = run(path)
    assert (code, starts) == (1, 0)
    assert "Række 3, Børnehus: Der er ikke noget børnehus med navnet »Gloeben«. Måske »Globen«." in told


def test_an_odd_file_is_one_sentence(run, tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(b"\x89PNG")
    code, told, starts = run(path)
    assert (code, starts) == (1, 0)
    assert told.strip().count("\n") == 0
