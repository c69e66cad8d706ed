#!/bin/bash
# Exposure of an area of 500 corners beside shapely: the same points and areas, the same sitting, ratios at the end.
#
# usage: benches/peers_exposure.sh [FOLDER]
#
# FOLDER (kept, so that a second run is quick; default: a folder under ${TMPDIR:-/tmp}) takes a Python environment,
# the exported points and areas and results.jsonl. SITMAP_EXPOSURE_BENCH, when set, is the built bench to run.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
folder=${1:-${TMPDIR:-/tmp}/sitmap-peers-exposure}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
python=$folder/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install -q numpy shapely
fi

# Build first, so that nothing else runs while anything is timed.
bench=${SITMAP_EXPOSURE_BENCH:-}
[ -n "$bench" ] || cargo bench --no-default-features --bench exposure --no-run
results=$folder/results.jsonl
rm -f "$results"
export SITMAP_EXPOSURE_OUT=$folder
if [ -n "$bench" ]; then "$bench"; else cargo bench --no-default-features --bench exposure; fi | grep '^{' | tee -a "$results"
for scale in 1 100; do "$python" "$project/benches/exposure_shapely.py" "$folder" "$scale" | tee -a "$results"; done

"$python" - "$results" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
ours = {row["scale"]: row for row in rows if row["peer"] == "sitmap"}
print("\nTheir time as a multiple of ours (above 1: ours is quicker), medians:")
for row in rows:
    if row["peer"] != "sitmap":
        own = ours[row["scale"]]
        same = own["answer"] == row["answer"]
        print(f"scale {row['scale']:>3}  {row['peer']:32} {row['med'] / own['med']:7.2f}   {'same counts' if same else 'OTHER COUNTS'}")
for row in ours.values():
    print(f"scale {row['scale']:>3}  ours {row['med']:.2f} ms (target {5 if row['scale'] == 1 else 100} ms), {row['inside']} of {row['objects']} inside")
PY
