# 导入：文件整体不能导入
problem-import-unreadable = 文件打不开：{ $why }。请检查文件是否存在、是否被其他程序占用。
problem-import-too-large = 文件超出上限（{ $what ->
    [bytes] 文件字节数
    [unpacked_bytes] 解压后字节数
    [parts] 压缩包内文件数
    [rows] 行数
    [columns] 列数
    [cells] 单元格数
   *[cell_bytes] 单元格字节数
 } { $found }，上限 { $limit }）。请拆分后再导入。
problem-import-unsupported = 暂不能读取这种格式（{ $format }）。请另存为 xlsx、xls、csv 或 GeoJSON。
problem-import-broken = 文件已损坏或不完整（{ $format }：{ $why }）。请重新导出或重新下载。
problem-import-password = 文件有密码。请去掉密码另存后再导入。
problem-import-encoding = 不能按编码“{ $encoding }”读取。请换一种编码，如 utf-8、gb18030、big5。
problem-import-empty = 文件里没有数据。
problem-import-no-sheet = 没有工作表“{ $wanted }”。现有：{ $sheets }。
problem-import-no-header = 前 10 行没有找到表头（看到的是：{ $looked_at }）。请检查表头，或指定列的对应关系。
problem-import-no-kind = 没有“{ $kind }”这一类。请用图层目录里的类别代号。
problem-import-kind-unclear = 看不出是哪一类清单（可能是：{ $candidates }）。请指定类别。
problem-import-no-field = 没有“{ $field }”这个字段。
problem-import-no-column = 没有“{ $wanted }”这一列。
problem-import-no-crs = 不认识坐标系“{ $crs }”。可用：wgs84、cgcs2000、gcj02、bd09、epsg:4549 等。
problem-import-cancelled = 已取消，没有改动任何数据。

# 导入：整个文件的问题
problem-text-damaged = 有些字不能按 { $encoding } 读出，已显示为“�”。请指定正确的编码。
problem-crs-unknown = 文件声明的坐标系“{ $value }”不认识，请指定坐标系。
problem-column-not-taken = “{ $column }”列没有对应的字段，未导入（例：{ $value }）。需要时请指定对应关系。
problem-sheet-not-taken = 工作表“{ $sheet }”表头不同，未导入（{ $rows } 行）。需要时请单独导入。
problem-no-position-columns = 没有经纬度列，{ $count } 行都没有位置。可按村、乡镇补位置或手工标注。
problem-columns-swapped = { $count } 行经度和纬度整列颠倒，已对调后放置。请核对表头。
problem-outside-district = { $placed } 个位置中有 { $count } 个在辖区之外，仍已保留（行：{ $rows }）。请核对坐标系和数据范围。
problem-more-of-the-same = 同类问题（{ $value }）还有 { $count } 条，未逐条列出。

# 导入：行的问题
problem-row-says-nothing = 这一行没有可用的内容，已跳过。
problem-position-missing = 没有位置，已保留为未定位。请补经纬度或手工标注。
problem-position-half = 经纬度只填了一个（“{ $column }”为空），已保留为未定位。请补全。
problem-position-half-zero = 经纬度有一个是 0（{ $value }），已保留为未定位。请改正。
problem-position-zero = 经纬度都是 0，不是真实位置，已保留为未定位。请补经纬度。
problem-position-unreadable = “{ $column }”读不出坐标（{ $value }），已保留为未定位。请改成 119.64 或 119°38′24″ 的写法。
problem-position-out-of-range = 坐标不在地球上（{ $value }），已保留为未定位。请改正或指定坐标系。
problem-position-swapped = 经纬度颠倒（{ $value }），已对调为 { $lon }, { $lat }。请在原表改正。
problem-position-shared = { $count } 行共用同一位置 { $value }（行：{ $rows }）。请核对是否为同一处。
problem-geometry-wrong = 图形类型与这一类不符，已保留为未定位。
problem-value-not-number = “{ $column }”不是数（{ $value }），留空。请改成数字。
problem-value-out-of-range = “{ $column }”超出合理范围（{ $value }），留空。请核对。
problem-value-rounded = “{ $column }”应为整数（{ $value }），已四舍五入。
problem-value-zero = “{ $column }”为 0，请核对是否漏填。
problem-value-not-choice = “{ $column }”有不认识的选项（{ $value }），认识的已保留。请改成规定的写法。
problem-value-not-yes-no = “{ $column }”看不出是或否（{ $value }），留空。请填“是”或“否”。
problem-value-not-date = “{ $column }”不是日期（{ $value }），留空。请改成 2024-03-05 的写法。
problem-value-not-curve = “{ $column }”不是递增的曲线（{ $value }），留空。请改成“水位:库容; …”的写法。
problem-link-unknown = “{ $column }”指向的“{ $value }”没有找到，留空。请先导入它，或改正名称。
problem-phone-rounded = “{ $column }”是科学记数，后几位可能已丢失（{ $value }）。请按文本格式重填。
problem-duplicate-code = 编号“{ $value }”与第 { $first } 行相同，两行都已保留。请核对。
problem-duplicate-in-file = “{ $value }”与第 { $first } 行同名且相邻，两行都已保留。请核对是否重复。
problem-exists-differs = 已有同一对象，但 { $fields } 不同，未改动。要更新请选“更新已有”。
problem-exists-twice = 前面的行已更新同一对象，这一行（{ $fields }）未采用。请核对。

# 导入：依据
import-crs-chosen = 坐标系由用户指定
import-crs-file = 坐标系按文件声明（{ $word }）
import-crs-word = 坐标系按文中字样（{ $word }）
import-crs-namesakes = 坐标系按同名对象判断：{ $count } 个同名对象，位置中位差 { $apart } 米，其他坐标系至少差 { $next } 米
import-crs-projected = 坐标是投影米数（{ $word }）
import-crs-assumed = 没有坐标系的依据，按 WGS-84 处理，请核对
import-encoding-forced = 编码由用户指定
import-encoding-mark = 编码按文件开头的标记
import-encoding-valid = 内容是有效的 UTF-8
import-encoding-guessed = 编码按内容推断，请核对有无乱码
import-skipped-equal = 与已有对象相同
import-skipped-differs = 已有同一对象
import-skipped-total = 合计行
import-skipped-header = 重复的表头
import-skipped-remark = 说明或落款
import-skipped-nothing = 没有可用内容
