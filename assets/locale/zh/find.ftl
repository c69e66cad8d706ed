# Finding
find-places = 坐标
find-by = { $field }：{ $text }
find-unplaced = 无位置
find-wgs84 = 按 WGS-84 / CGCS2000
find-swapped = 纬度在前，已对调 · 按 WGS-84
find-datum = 若来自 { $datum } 地图
find-metres = CGCS2000 高斯投影，中央经线 { $meridian }°
find-more = 还有 { $n } 条，请多输几个字。
find-hint = 名称、拼音首字母、地址、人名、坐标
find-waiting = 正在查找

# What a place is
here-title = 这是哪里
here-nearest = { $name }（最近，{ $distance }）
here-no-township = 此处不在任何已登记的乡镇范围内。
here-no-village = 没有登记村（社区）。
here-no-grid = 此处没有登记网格。
here-no-person = 此处没有登记责任人。
here-level-village = 村级
here-level-township = 乡镇级
here-level-county = 区级
here-persons = 责任人
here-more = 另有 { $n } 人
here-unmask = 显示 { $duty } 的姓名电话
here-show = 显示
here-fold = 收起责任人
here-unfold = 责任人 { $n } 名

# Copying a position
copy-position = 复制坐标
copy-done = 已复制 { $text }
copy-wgs84 = WGS-84 经纬度
copy-zone40 = CGCS2000 三度带 40 带（EPSG:4549）
copy-gcj02 = GCJ-02（高德、腾讯）
copy-bd09 = BD-09（百度）
copy-dms = 度分秒

# Persons
action-unmask = 查看 { $name } 的姓名电话

# The command line
help-here = 这是哪里：乡镇、村、网格和各级责任人
help-here-at = 位置 LON,LAT，或乡镇、村、地名
cli-find-place = 坐标  { $position }  { $detail }
