#!/bin/bash
# Roads beside RoutingKit, scipy, igraph and pandana: the same network, the same sitting, ratios printed at the end.
#
# usage: benches/peers_roads.sh [FOLDER]
#
# FOLDER (kept, so that a second run is quick; default: a folder under ${TMPDIR:-/tmp}) takes a Python environment
# and results.jsonl. The peers' scripts and inputs are read from $SITMAP_PEERS (default: ../shared/peers beside the
# project).
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
peers=${SITMAP_PEERS:-$project/../shared/peers}
folder=${1:-${TMPDIR:-/tmp}/sitmap-peers-roads}
[ -f "$peers/b7_cch.py" ] || { echo "no peers' scripts in $peers; name their folder in SITMAP_PEERS" >&2; exit 2; }
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
install -m 644 "$peers"/{common,b7_cch,b7_route}.py "$folder"
[ -d "$folder/inputs/road" ] || { mkdir -p "$folder/inputs" && cp -r "$peers/inputs/road" "$folder/inputs/"; }
python=$folder/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install -q numpy scipy pandas igraph pandana
    "$folder/venv/bin/pip" install -q --only-binary :all: routingkit-cch
fi

# Build first, so that nothing else runs while anything is timed.
cargo bench --no-default-features --bench roads --no-run
export RESULTS=$folder/results.jsonl
rm -f "$RESULTS"
(cd "$folder" && "$python" b7_cch.py && for peer in scipy igraph pandana; do "$python" b7_route.py "$peer"; done) >/dev/null
SITMAP_PEER_INPUTS=$folder/inputs cargo bench --no-default-features --bench roads | grep '^{' | tee -a "$RESULTS"

"$python" - "$RESULTS" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
sec = {}
for r in rows:
    sec.setdefault((r["peer"], r["op"].split(" (")[0]), r["med"])
print("\nTheir time as a multiple of ours (above 1: ours is quicker), medians:")
def ratio(ours, peer, *theirs):
    have = [sec.get((peer, op)) for op in theirs]
    if None not in have and ("sitmap", ours) in sec:
        print(f"{ours:40}  {peer:15} {' + '.join(theirs):40} {sum(have) / sec['sitmap', ours]:8.2f}")
ratio("prepare", "RoutingKit CCH", "order", "build CCH")
ratio("prepare", "pandana", "build")
ratio("take in a closure", "RoutingKit CCH", "customise weights")
ratio("single pair path", "RoutingKit CCH", "single pair path")
ratio("single pair path", "RoutingKit CCH", "single pair length")
ratio("single pair path", "scipy", "single pair")
ratio("single pair path", "igraph", "single pair path")
ratio("one-to-300", "RoutingKit CCH", "one-to-300")
ratio("one-to-300", "scipy", "one-to-300")
ratio("matrix 300x1000", "RoutingKit CCH", "matrix 300x1000")
ratio("matrix 300x1000", "scipy", "matrix 300x1000")
ratio("isochrone 15 min", "scipy", "isochrone 15 min")
PY
