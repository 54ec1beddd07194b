"""One house for all promises that a worker tries."""

from collections.abc import Iterator

import pytest

from tests.promises.house import House, open_house


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with open_house(folder, f"sqlite:///{folder / 'godstart.sqlite'}") as made:
        yield made
