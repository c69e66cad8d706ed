# 路网
help-roads = 路网
help-roads-import = 导入路网，替换上次导入的（或示例的）道路；手绘的保留
help-roads-import-path = 路网文件：OSM（.osm、.osm.gz、.osm.pbf）或线图层（GeoJSON）
help-roads-import-no-clip = 不按区界裁剪，整个导入
help-roads-import-margin = 区界外保留多少米
help-roads-import-tolerance = 线图层：线端相距多少米以内算相接
help-roads-import-crs = 线图层的坐标系：auto、wgs84、cgcs2000、gcj02、bd09、epsg:N

action-roads-import = 导入路网 { $file }：{ $added } 条，替换 { $replaced } 条
refusal-roads-none = 文件里没有道路，路网未动。
refusal-roads-same = { $file } 与现有路网完全相同（{ $count } 条），没有改动。

problem-import-no-roads = { $file } 里没有道路（读作 { $format }），路网未动。请确认文件是否含道路。
problem-import-outside = { $file } 里的道路都在本区以外：位于 { $bounds }（西,南 – 东,北），最近处离区界约 { $far_km } 千米。路网未动。若确要导入，请加 --no-clip。

cli-roads-progress = 已读 { $n } 个要素 ……
cli-roads-done = 已导入 { $file }：道路 { $roads } 条，替换原有 { $replaced } 条，保留手绘 { $kept } 条
cli-roads-network = 路网：{ $km } 千米，路口和端点 { $nodes } 个，路段 { $edges } 段，互不相连的部分 { $components } 个
cli-roads-no-outline = 本区没有区界，未裁剪，整个导入。
cli-roads-clipped = 已按区界外 { $margin } 米裁剪：截短 { $cut } 条，界外 { $outside } 条未取
cli-roads-joined = 已接线：移动线端 { $ends } 处，加入交点 { $inserted } 个
cli-roads-left = { $reason }：{ $n }（{ $examples }）
cli-roads-more = 还有 { $n } 条问题，用 --json 可全部给出。

roads-left-abandoned = 未取：已废弃
roads-left-area = 未取：是面（广场）而不是线
roads-left-cut-at-missing-node = 在缺失的节点处断开
roads-left-deleted = 未取：已删除的要素
roads-left-duplicate-line = 未取：重复画的线
roads-left-duplicate-node = 重复的节点，取后一个
roads-left-duplicate-way = 未取：重复的道路
roads-left-no-length = 未取：没有长度
roads-left-no-line = 未取：没有可用的线
roads-left-no-road = 未取：不是可通行的道路
roads-left-node-out-of-range = 未取：坐标不在地球上的节点
roads-left-nodes-missing = 未取：节点缺失
roads-left-parted-by-level = 不同层位的节点坐标相同，错开一厘米
roads-left-proposed = 未取：规划中
roads-left-raceway = 未取：赛道
roads-left-relation = 未读：关系（转向限制、线路）
roads-left-repeated-vertex = 去掉重复的节点
roads-left-reversible = 未取：潮汐单行，方向不定
roads-left-under-construction = 未取：在建
roads-left-unknown-highway = 未取：不认识的道路类别
