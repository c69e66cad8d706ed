"""The same 100,000 points and 10,000 names as benches/frame.rs drawn by QGIS, and a district file opened and drawn.

usage: /usr/bin/python3 benches/beside_qgis.py points | names | open FILE.gpkg

Run with the Python that QGIS is installed for (Debian: python3-qgis). One JSON line a case; no screen is needed.
"""

import json
import os
import statistics
import sys
import time

START = time.perf_counter()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    Qgis, QgsApplication, QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFeature, QgsGeometry,
    QgsMapRendererParallelJob, QgsMapSettings, QgsMarkerSymbol, QgsPalLayerSettings, QgsPointXY, QgsProject, QgsRectangle,
    QgsRendererCategory, QgsTextBufferSettings, QgsTextFormat, QgsVectorLayer, QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor, QFont  # noqa: E402

BOX = (119.25, 28.75, 119.85, 29.2)
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")
MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")


def places(count):
    state, mask = 20_260_809, (1 << 64) - 1

    def draw():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) & mask
        return (state >> 11) / (1 << 53)

    for _ in range(count):
        yield BOX[0] + 0.6 * draw(), BOX[1] + 0.45 * draw()


def layer(count):
    made = QgsVectorLayer("Point?crs=EPSG:3857&field=cat:integer&field=name:string", "p", "memory")
    features = []
    to = QgsCoordinateTransform(WGS84, MERCATOR, QgsProject.instance())
    for index, (lon, lat) in enumerate(places(count)):
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(to.transform(QgsPointXY(lon, lat))))
        feature.setAttributes([index % 4, f"安置点{index % 997}"])
        features.append(feature)
    made.dataProvider().addFeatures(features)
    made.dataProvider().createSpatialIndex()
    made.updateExtents()
    symbols = [QgsMarkerSymbol.createSimple({"name": "circle", "color": color, "size": "2"})
               for color in ("#d7191c", "#fdae61", "#2b83ba", "#1a9641")]
    categories = [QgsRendererCategory(value, symbol, str(value)) for value, symbol in enumerate(symbols)]
    made.setRenderer(QgsCategorizedSymbolRenderer("cat", categories))
    return made


def settings(layers):
    made = QgsMapSettings()
    made.setLayers(layers)
    made.setOutputSize(QSize(1920, 1080))
    made.setOutputDpi(96)
    made.setDestinationCrs(MERCATOR)
    made.setBackgroundColor(QColor("white"))
    made.setFlag(QgsMapSettings.Antialiasing, True)
    made.setFlag(QgsMapSettings.DrawLabeling, True)
    to = QgsCoordinateTransform(WGS84, MERCATOR, QgsProject.instance())
    made.setExtent(to.transformBoundingBox(QgsRectangle(*BOX)))
    return made


def render(with_settings):
    job = QgsMapRendererParallelJob(with_settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def panned(with_settings, times):
    """Seconds of each picture, by the clock and of the processor, moved by three pixels from the last."""
    out = []
    for number in range(times):
        extent = with_settings.extent()
        by = extent.width() / 1920 * 3
        with_settings.setExtent(QgsRectangle(extent.xMinimum() + by, extent.yMinimum(), extent.xMaximum() + by,
                                             extent.yMaximum()))
        start, cpu = time.perf_counter(), time.process_time()
        render(with_settings)
        out.append((time.perf_counter() - start, time.process_time() - cpu))
    return out


def say(case, seconds):
    """Medians by the clock, and of the processor's time of all threads: the second holds on a busy machine too."""
    clock, cpu = (statistics.median(each) * 1e3 for each in zip(*seconds))
    print(json.dumps({"case": f"QGIS {Qgis.QGIS_VERSION}: {case}", "median_ms": clock, "cpu_ms": cpu,
                      "frames": len(seconds)}, ensure_ascii=False), flush=True)


def main():
    what = sys.argv[1]
    application = QgsApplication([], False)
    application.initQgis()
    if what == "points":
        # A layer nobody holds on to is not drawn.
        crowd = layer(100_000)
        say("100,000 points from memory, panned", panned(settings([crowd]), 12)[2:])
    elif what == "names":
        named = layer(10_000)
        form = QgsPalLayerSettings()
        form.fieldName = "name"
        form.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
        text = QgsTextFormat()
        text.setFont(QFont("WenQuanYi Micro Hei"))
        text.setSize(9)
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(0.8)
        text.setBuffer(halo)
        form.setFormat(text)
        named.setLabeling(QgsVectorLayerSimpleLabeling(form))
        named.setLabelsEnabled(True)
        say("10,000 names placed", panned(settings([named]), 3))
    else:
        file = sys.argv[2]
        whole = QgsVectorLayer(file, "all", "ogr")
        names = [part.split("!!::!!")[1] for part in whole.dataProvider().subLayers()]
        layers = [QgsVectorLayer(f"{file}|layername={name}", name, "ogr") for name in names]
        drawn = [each for each in layers if each.isValid() and each.isSpatial()]
        image = render(settings(drawn))
        say(f"started, {len(drawn)} layers opened and drawn", [(time.perf_counter() - START, time.process_time())])
        if len(sys.argv) > 3:
            image.save(sys.argv[3])
    sys.stdout.flush()
    # QGIS's own end may crash without a screen; nothing is left to save.
    os._exit(0)


main()
