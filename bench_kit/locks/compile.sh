#!/bin/sh
# Writes the three locks anew from the .in files, for Python 3.10 and 3.11 on Linux. Needs uv.
# Versions stay as they are where they can; `./compile.sh --upgrade` takes the newest.
set -e
cd "$(dirname "$0")"
upgrade=$1
compile() {
	output=$1
	shift
	uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links $upgrade --output-file "$output" "$@"
}
compile build.txt build.in
compile requirements.txt frappe.in app.in build.in
compile tests.txt tests.in --constraints requirements.txt
