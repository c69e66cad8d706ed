#!/bin/bash
# People to shelters beside OR-Tools: the same tables, the same sitting, ratios printed at the end.
#
# usage: benches/peers_assign.sh [FOLDER]
#
# FOLDER (kept, so that a second run is quick; default: a folder under ${TMPDIR:-/tmp}) takes a Python environment
# and results.jsonl. The peers' scripts and inputs are read from $SITMAP_PEERS (default: ../shared/peers beside the
# project). Takes about two minutes, one of them for CP-SAT.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
peers=${SITMAP_PEERS:-$project/../shared/peers}
folder=${1:-${TMPDIR:-/tmp}/sitmap-peers-assign}
[ -f "$peers/b3_assign.py" ] || { echo "no peers' scripts in $peers; name their folder in SITMAP_PEERS" >&2; exit 2; }
mkdir -p "$folder/inputs"
folder=$(cd "$folder" && pwd)
install -m 644 "$peers"/{common,b3_assign,b3_whole}.py "$folder"
for instance in 300x1000 1000x5000 infeasible; do
    [ -d "$folder/inputs/assign_$instance" ] || cp -r "$peers/inputs/assign_$instance" "$folder/inputs/"
done
python=$folder/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install -q numpy pandas ortools
fi

# Build first, so that nothing else runs while anything is timed.
cargo bench --no-default-features --bench assign --no-run
export RESULTS=$folder/results.jsonl
rm -f "$RESULTS"
for instance in 300x1000 1000x5000 infeasible; do
    (cd "$folder" && "$python" b3_assign.py ortools "assign_$instance" dense 5) >/dev/null
done
SITMAP_PEER_INPUTS=$folder/inputs cargo bench --no-default-features --bench assign | grep '^{' | tee -a "$RESULTS"
(cd "$folder" && "$python" b3_whole.py cpsat assign_300x1000 20 60) >/dev/null

"$python" - "$RESULTS" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
ours = {(r["bench"], r["op"]): r for r in rows if r["peer"] == "sitmap"}
print("\nOR-Tools' min-cost flow over ours, dense (above 1: ours is quicker, smaller); medians of five:")
for r in rows:
    if r["peer"] != "OR-Tools SimpleMinCostFlow" or "INFEASIBLE" in r.get("status", "") :
        continue
    name = r["bench"].replace("assign_", "")
    own = ours[name, "split"]
    theirs = r.get("objective", r.get("cost"))
    print(f"{name:20} time {r['med'] / own['med']:7.1f}   memory {r['rss_mib'] / own['rss_mib']:5.1f}   "
          f"same optimum: {theirs == own['objective']}   load {r['load1']}")
own = ours["assign 300x1000", "whole"]
for r in rows:
    if r["peer"] == "OR-Tools CP-SAT":
        print(f"\nWhole villages, 300 x 1,000: ours after {own['med']:.0f} s {own['objective']:,} (gap {own['gap']:.2%}; a plan after "
              f"{own['first'][0] * 1000:.0f} ms, below CP-SAT's published best after {own['below_cp_sat_after']:.2f} s); "
              f"CP-SAT after {r['med']:.0f} s {r['objective']:,} (gap {r['gap']:.2%})")
PY
