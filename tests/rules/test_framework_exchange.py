"""Frameworks as files, without a site: what goes out comes in again, whatever it holds."""

import csv
import io
import json
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from kim_app.frameworks import shipped_files
from kim_app.frameworks.exchange import case_json, esco_csv, files
from kim_app.frameworks.exchange.model import Competence, Crosswalk, Framework, named, next_version
from kim_app.testing_frameworks import codes, frameworks

WRITERS = {"CASE JSON": case_json.write, "CSV": esco_csv.write}


# Making a framework up takes most of the time, so each is asked everything.
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(framework=frameworks(), version=codes)
def test_what_goes_out_comes_in_again_equal_and_under_another_version_keeps_its_own_crosswalks(
	framework, version
):
	for write in WRITERS.values():
		content = write(framework)
		reading = files.read(content)
		assert reading.errors == []
		assert reading.framework == framework
		assert files.read(content, version=version).framework == named(framework, version=version)
	for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
		assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r\n")], "a cell is a formula"


@pytest.mark.parametrize("content", shipped_files.contents(), ids=lambda content: content["title"])
@pytest.mark.parametrize("written_as", WRITERS)
def test_every_shipped_framework_goes_out_and_comes_in_again_equal(written_as, content):
	framework = shipped_files.framework(content)
	reading = files.read(WRITERS[written_as](framework))
	assert reading.problems == []
	assert reading.framework == framework


def test_a_case_package_has_what_the_standard_asks_for_and_the_same_identifiers_every_time():
	framework = shipped_files.framework(shipped_files.contents()[0])
	package = json.loads(
		case_json.write(framework, creator="KIM Toscana", changed="2026-11-24T09:00:00+00:00")
	)
	assert package["CFDocument"]["caseVersion"] == "1.1"
	assert {"identifier", "uri", "creator", "title", "lastChangeDateTime"} <= set(package["CFDocument"])
	for item in package["CFItems"]:
		assert {"identifier", "uri", "fullStatement", "lastChangeDateTime"} <= set(item)
	for association in package["CFAssociations"]:
		assert {"identifier", "uri", "associationType", "originNodeURI", "destinationNodeURI"} <= set(
			association
		)
	identifiers = [each["identifier"] for each in (*package["CFItems"], *package["CFAssociations"])]
	assert len(set(identifiers)) == len(identifiers)
	assert {UUID(identifier).version for identifier in identifiers} == {5}
	later = json.loads(case_json.write(framework, changed="2027-01-01T00:00:00+00:00"))
	assert [each["identifier"] for each in later["CFItems"]] == [
		each["identifier"] for each in package["CFItems"]
	]


def test_a_new_version_is_the_same_as_the_earlier_one_and_compared_with_others_as_that_was():
	framework = Framework("K", "1", "K", competences=[Competence("A", "A"), Competence("B", "B")])
	framework.competences[0].crosswalk = [Crosswalk("Broader", "X-1", "C"), Crosswalk("Related", "K-1", "B")]
	newer = next_version(framework, "2")
	assert (newer.name, newer.based_on) == ("K-2", "K-1")
	assert newer.competences[0].crosswalk == [
		Crosswalk("Same", "K-1", "A"),
		Crosswalk("Broader", "X-1", "C"),
		Crosswalk("Related", "K-2", "B"),
	]
	assert newer.competences[1].crosswalk == [Crosswalk("Same", "K-1", "B")]
	assert framework.competences[1].crosswalk == []
