# Tables
table-open = { $kind }：打开表格
table-close = 收起表格
table-title = { $kind } · { $shown } / { $all }
table-working = 正在整理…
table-none = 没有符合条件的行
table-none-hint = 清空筛选框或条件后再看。
table-filter = 筛选
table-filter-hint = 任意列中的文字，空格隔开表示同时满足
table-condition = 条件
table-condition-hint = 如 可容纳人数>=200；多个条件用分号隔开
table-columns = 选择列
table-columns-usual = 恢复默认列
table-sort = 按{ $column }排序
table-only = 仅{ $name }
table-only-clear = 显示全部
table-export = 导出
table-sum = 合计 { $sum } { $unit }
table-sum-long = 合计 { $sum } { $unit }，平均 { $mean } { $unit }，有值 { $count } 行
table-span = { $least } – { $most } { $unit }
table-span-long = 最小 { $least } { $unit }，最大 { $most } { $unit }，有值 { $count } 行
table-bad-sign = “{ $text }”不是条件：要有 =、!=、>、>=、<、<= 或 ~
table-bad-field = 没有“{ $field }”这一列
table-bad-value = “{ $value }”不是“{ $field }”的值

# What lies within
within-title = 范围查询
within-close = 关闭范围查询
within-button = 查此范围
within-metres = 半径或向外
within-metres-unit = 米
within-metres-wrong = 请填 0 至 100000 的数字
within-ask = 查询
within-working = 正在查询…
within-view = 查当前视野
within-name-circle = { $place } 周围 { $distance }
within-name-around = { $place } 及周边 { $distance }
within-name-inside = { $place } 范围内
within-name-view = 当前视野内
within-name-drawn = 绘制的范围内
within-count = 共 { $n } 处
within-none = 范围内没有登记对象
within-none-next = 加大距离后再查。
within-people = 村庄人口
within-capacity = 可容纳
within-free = 空余
within-persons = { $n } 人
within-by-kind = 按类别
within-by-township = 按乡镇
within-no-township = 未填乡镇
within-table = { $kind }：表格
within-export = { $kind }：导出
within-more = 还有 { $n } 处，请打开表格查看

# Export
export-title = 导出 { $kind }（{ $rows } 行）
export-path = 存到
export-path-hint = 以 .csv 或 .geojson 结尾
export-csv = 表格 .csv
export-geojson = 地图 .geojson
export-unmask = 包含完整姓名、电话（记入日志）
export-do = 导出
export-cancel = 取消
export-done = 已导出 { $rows } 行：{ $path }
export-failed = 没有导出：{ $path }（{ $why }）。请换个文件夹或文件名。
export-working = 正在导出…
export-unmask-read-only = 只读打开时不能导出完整姓名、电话：无法记入日志。
action-export = 导出{ $kind } { $rows } 行 → { $file }
action-export-unmasked = 导出{ $kind } { $rows } 行（含完整姓名、电话）→ { $file }
key-table = 打开或收起表格
key-within = 范围查询
help-within-buffer = 距某文件里的线、面、点多少米以内：文件,米（GeoJSON）
cli-bad-buffer = 请写成 文件,米；米为大于 0、不超过 100000 的数
cli-no-buffer = 文件里没有可以向外扩的图形
export-exists = 已有同名文件
