"""A bench folder of a test's own, and the kit importable from the repository."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench_kit.layout import Layout


@pytest.fixture
def layout(tmp_path):
	return Layout(tmp_path / ".bench")
