"""Opens a district file in QGIS, offscreen: every layer must be valid; one shelter is edited, one is added.

Run by the test suite under `scripts/test --all` as `python3 tests/qgis/check.py DISTRICT.gpkg`.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402  (the platform is chosen first)
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

SEPARATOR = "!!::!!"


def main(path):
    """Loads every layer of the file, then edits."""
    whole = QgsVectorLayer(path, "whole", "ogr")
    names = [part.split(SEPARATOR)[1] for part in whole.dataProvider().subLayers()]
    for name in sorted(names):
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        valid = "valid" if layer.isValid() else "INVALID"
        read = sum(1 for _ in layer.getFeatures())
        assert read == layer.featureCount(), f"{name}: {read} read of {layer.featureCount()}"
        print(f"layer {name} {valid} {read}")
        if layer.isSpatial():
            assert layer.crs().authid() == "EPSG:4326", name
    edit(path)


def edit(path):
    """A field, a place and a new object, as a person would with the mouse."""
    layer = QgsVectorLayer(f"{path}|layername=shelter", "shelter", "ogr")
    assert layer.startEditing(), "no editing"
    first = next(layer.getFeatures())
    assert layer.changeAttributeValue(first.id(), layer.fields().indexOf("capacity"), 777)
    assert layer.changeGeometry(first.id(), QgsGeometry.fromPointXY(QgsPointXY(119.7, 29.2)))
    added = QgsFeature(layer.fields())
    added.setAttribute("name", "QGIS 新增")
    added.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(119.71, 29.21)))
    assert layer.addFeature(added)
    assert layer.commitChanges(), layer.commitErrors()
    print("edited shelter")


application = QgsApplication([], False)
application.initQgis()
try:
    main(sys.argv[1])
finally:
    application.exitQgis()
