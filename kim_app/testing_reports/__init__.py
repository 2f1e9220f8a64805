"""Every report computed a second time, with pandas over the raw tables and nothing of `kim_app.measures`' queries,
to be compared with what the report says. For tests and measurements only.

Each function takes the organisation whose coordinator asks and gives {what: figure}, as `of_report` reads the
same figures out of the report. The raw tables are narrowed by organisation alone, which is what a coordinator sees.
"""

from kim_app.testing_reports.equity import (
	compared,
	compared_said,
	equity,
	equity_said,
	further,
	genders,
	wilson,
)
from kim_app.testing_reports.people import profile, profile_said, quality, quality_said, same_people
from kim_app.testing_reports.plans_and_imports import plans, plans_said, reconciled, reconciled_said
from kim_app.testing_reports.raw import OPEN, days, differences, run, table
from kim_app.testing_reports.training import coverage, coverage_said, taught, taught_said
from kim_app.testing_reports.validations import (
	deciding,
	gaps,
	gaps_said,
	pipeline_said,
	returns,
	returns_said,
	waiting,
)

__all__ = [
	"OPEN",
	"table",
	"days",
	"run",
	"differences",
	"waiting",
	"deciding",
	"pipeline_said",
	"returns",
	"returns_said",
	"gaps",
	"gaps_said",
	"profile",
	"profile_said",
	"quality",
	"quality_said",
	"same_people",
	"wilson",
	"genders",
	"further",
	"equity",
	"equity_said",
	"compared",
	"compared_said",
	"coverage",
	"coverage_said",
	"taught",
	"taught_said",
	"plans",
	"plans_said",
	"reconciled",
	"reconciled_said",
]
