"""The same exposure with shapely: python exposure_shapely.py FOLDER SCALE.

Reads what `benches/exposure.rs` wrote. The tree, the prepared arrays and the codes of kinds and townships are made
before the clock starts, as ours has its index; timed is from the polygon's coordinates to counts and one sum of every
kind in every township. Two ways to find the points: STRtree with the predicate `intersects`, and a vectorised test of
all of them; each is one line of JSON."""

import json
import sys
import time

import numpy as np
import shapely

REPEATS = 21
folder, scale = sys.argv[1], sys.argv[2]
data = json.load(open(f"{folder}/exposure_{scale}.json"))
x, y, number = (np.array(data[name], dtype=float) for name in ("x", "y", "number"))
kind, town, zone = (np.array(data[name], dtype=np.int64) for name in ("kind", "town", "zone"))
shapes = shapely.from_wkt(data["shapes"])
shape_kind, shape_town = np.array(data["shape_kind"]), np.array(data["shape_town"])
shape_number = np.array(data["shape_number"], dtype=float)
corners = shapely.get_coordinates(shapely.from_wkt(data["area"]))
kinds, towns = len(data["kinds"]), len(data["towns"])
transfer, zones = data["kinds"].index("transfer"), data["kinds"].index("danger_zone")
points = shapely.points(x, y)
tree, shape_tree = shapely.STRtree(points), shapely.STRtree(shapes)
linked = np.flatnonzero((kind == transfer) & (zone >= 0))


def by_tree(area):
    found = np.zeros(len(x), dtype=bool)
    found[tree.query(area, predicate="intersects")] = True
    return found


def all_of_them(area):
    return shapely.intersects_xy(area, x, y)


def exposure(find):
    area = shapely.polygons(corners)
    assert shapely.is_valid(area)
    shapely.prepare(area)
    inside = find(area)
    shapes_inside = shape_tree.query(area, predicate="intersects")
    covered = np.zeros(len(shapes), dtype=bool)
    near = shapes_inside[shape_kind[shapes_inside] == zones]
    covered[near] = shapely.covers(area, shapes[near])
    inside[linked] |= covered[zone[linked]]
    at = np.flatnonzero(inside)
    cells = np.concatenate([kind[at] * towns + town[at], shape_kind[shapes_inside] * towns + shape_town[shapes_inside]])
    weights = np.concatenate([number[at], shape_number[shapes_inside]])
    counts = np.bincount(cells, minlength=kinds * towns).reshape(kinds, towns)
    sums = np.bincount(cells, weights, minlength=kinds * towns).reshape(kinds, towns)
    return counts, sums


for name, find in (("STRtree", by_tree), ("intersects_xy", all_of_them)):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        counts, sums = exposure(find)
        times.append((time.perf_counter() - start) * 1e3)
    answer = {name: int(count) for name, count in zip(data["kinds"], counts.sum(axis=1)) if count}
    times.sort()
    print(json.dumps({"peer": f"shapely {shapely.__version__} {name}", "op": "exposure", "scale": int(scale),
                      "med": times[REPEATS // 2], "min": times[0], "max": times[-1], "answer": answer}))
