#!/bin/bash
# Nearest five beside scipy and PostGIS: the same inputs, the same sitting, ratios printed at the end.
#
# usage: benches/peers.sh [FOLDER]
#
# FOLDER (kept, so that a second run is quick; default: a folder under ${TMPDIR:-/tmp}) takes a Python
# environment, the seeded inputs, a PostgreSQL cluster and results.jsonl. The peers' scripts are read from
# $SITMAP_PEERS (default: ../shared/peers beside the project). PostGIS is measured where Debian's
# postgresql-15-postgis-3 is installed; without it that part is left out, and said so.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
peers=${SITMAP_PEERS:-$project/../shared/peers}
folder=${1:-${TMPDIR:-/tmp}/sitmap-peers}
port=54329
bin=/usr/lib/postgresql/15/bin
[ -f "$peers/b1_knn.py" ] || { echo "no peers' scripts in $peers; name their folder in SITMAP_PEERS" >&2; exit 2; }
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
install -m 644 "$peers"/{common,gen_inputs,b1_knn}.py "$folder"

python=$folder/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install -q numpy scipy pandas pyproj "psycopg[binary]"
fi
[ -f "$folder/inputs/queries_10k.csv" ] || (cd "$folder" && "$python" -c 'import gen_inputs; gen_inputs.knn_and_zones()')

# A cluster of our own: as the peers' setup.sh makes it, without fsync, on its own port, ended when we end.
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -c "$1"; else bash -c "$1"; fi; }
stop_postgis() { as_postgres "$bin/pg_ctl -D '$folder/pg/data' -m fast stop" >/dev/null 2>&1 || true; }
start_postgis() {
    if [ ! -d "$folder/pg/data" ]; then
        mkdir -p "$folder/pg"
        [ "$(id -u)" != 0 ] || chown postgres "$folder/pg"
        as_postgres "$bin/initdb -D '$folder/pg/data' -A trust -U postgres --locale=C.UTF-8 -E UTF8" >/dev/null
        as_postgres "cat >> '$folder/pg/data/postgresql.conf'" <<CONF
port=$port
listen_addresses='127.0.0.1'
unix_socket_directories='$folder/pg'
shared_buffers=1GB
work_mem=64MB
maintenance_work_mem=512MB
effective_cache_size=8GB
random_page_cost=1.1
fsync=off
synchronous_commit=off
CONF
    fi
    as_postgres "$bin/pg_ctl -D '$folder/pg/data' -l '$folder/pg/log' -w start" >/dev/null
    trap stop_postgis EXIT
    psql="$bin/psql -h 127.0.0.1 -p $port -U postgres -q"
    $psql -tc "select 1 from pg_database where datname='gis'" | grep -q 1 || $psql -c 'create database gis'
    $psql -d gis -c 'create extension if not exists postgis' 2>/dev/null
}

# Build first, so that nothing else runs while anything is timed.
cargo bench --no-default-features --bench nearest --no-run
export RESULTS=$folder/results.jsonl
rm -f "$RESULTS"
for size in 1566 100k 1m; do (cd "$folder" && "$python" b1_knn.py scipy $size); done
if [ -x "$bin/initdb" ] && [ -f /usr/share/postgresql/15/extension/postgis.control ]; then
    start_postgis
    for size in 1566 100k 1m; do (cd "$folder" && "$python" b1_knn.py postgis $size); done
    stop_postgis
else
    echo "PostGIS left out: install postgresql-15 and postgresql-15-postgis-3" >&2
fi
SITMAP_PEER_INPUTS=$folder/inputs SITMAP_PEER_EXPECTED=$(cd "$peers" && pwd)/expected.json \
    cargo bench --no-default-features --bench nearest | grep '^{' | tee -a "$RESULTS"

"$python" - "$RESULTS" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
qps = {(r["size"], r["peer"].split()[0], r["op"]): r["qps"] for r in rows if "qps" in r}
ours = ["objects and ellipsoidal distances, one by one", "whole answers (names, distances, bearings), one by one"]
theirs = [("scipy", "query one-by-one"), ("PostGIS", "query prepared one-by-one (EPSG:4549)"), ("PostGIS", "query prepared one-by-one geography")]
print("\nOur questions a second, as a multiple of theirs:")
for size in sorted({size for size, _, _ in qps}):
    for op in ours:
        for peer, their_op in theirs:
            if (size, peer, their_op) in qps:
                ratio = qps[size, "sitmap", op] / qps[size, peer, their_op]
                print(f"{size:>9}  {op.split(',')[0]:40}  {peer} {their_op:42} {ratio:7.1f}")
PY
