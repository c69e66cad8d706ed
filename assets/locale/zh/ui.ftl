yes = 是
no = 否
list-separator = 、

direction-n = 北
direction-ne = 东北
direction-e = 东
direction-se = 东南
direction-s = 南
direction-sw = 西南
direction-w = 西
direction-nw = 西北

layers-title = 图层
layers-empty = 这份辖区文件里还没有对象。先导入一份清单。
layers-other = 其他
layers-group-hint = 显示或隐藏“{ $group }”的全部图层

search-nothing = 没有找到“{ $text }”。换个词，或只输入名称的一部分。

card-age = 数据时间：{ $ago }
card-unplaced = 没有位置，不在地图上。
card-curve = 曲线，{ $n } 个点
card-link-gone = 关联对象不在本文件中
card-free = 空余
card-full = 已满，空余
card-over = 超员
card-of-capacity = 人 / 可容纳 { $capacity } 人
card-above-limit = { $field }高出{ $limit }
card-below-limit = { $field }低于{ $limit }
card-close = 关闭卡片
card-centre = 定位
card-nearest = 最近避灾点
card-unmask = 显示姓名电话
card-open-shelter = 开放场所
card-close-shelter = 关闭场所

register-people = 登记人数
register-note = 来自哪里（可不填）
register-arrivals = 登记到达
register-departures = 登记离开
register-not-a-number = 请输入大于 0 的整数

nearest-title = 最近的避灾安置场所
nearest-close = 关闭最近场所
nearest-people = 能容人数
nearest-people-wrong = 请输入大于 0 的整数；留空则不问空余
nearest-hazard = 灾种
nearest-hazard-any = 不限
nearest-working = 正在查找……
nearest-passed-over = 更近但未选 { $n } 处
nearest-passed-more = 另有 { $n } 处更近，也不能用
nearest-asked-from = 从 { $position }
nearest-asked-people = 能容 { $people } 人
nearest-asked-distance = 直线距离
nearest-detail-room = 空 { $room }
nearest-reason-room = { $reason }（{ $room }）

journal-title = 操作记录
journal-empty = 还没有操作。
journal-undo = 撤销：{ $what }
journal-redo = 重做：{ $what }
journal-who-edits = { $who } · { $edits } 处改动

top-title = { $district }应急一张图
top-sample = 示例数据
top-sample-hint = 本文件是虚构的示例辖区，人名、电话、数字都不是真的。
top-exercise = 演练
top-light = 浅色
top-light-hint = 换成浅色界面，适合白天和打印（Ctrl+T）
top-dark = 深色
top-dark-hint = 换成深色界面，适合指挥大厅（Ctrl+T）
top-lang-hint = Switch to English（Ctrl+L）

status-datum = WGS-84 / CGCS2000
status-scale = 比例 1:{ $scale }
status-writer = 可写
status-saving = 正在保存……
status-no-chinese-font = No Chinese font found: install one (Debian: fonts-noto-cjk)

notice-close = 知道了
notice-problems = { $first }（另有 { $more } 处问题，见“sitmap check”）
notice-outside-since = 上次关闭后其他程序改动了 { $count } 处，已记入操作记录。
notice-outside = 文件刚被其他程序改动，已更新并记入操作记录。

hint-title = 看什么
hint-object = 点一个符号，看它的卡片。
hint-place = 点地图空白处，找最近的避灾安置场所。
hint-search = 在左上角搜索名称。

desk-opening = 正在打开辖区文件……

desk-layers-open = 展开图层
desk-layers-fold = 收起图层

invitation-before = 点一下地图：能容
invitation-after = 人的最近避灾点

card-known = { $post } { $time } 已知悉
card-position = 坐标
card-has = 具备
card-lacks = 不具备
card-over-limit = 超限
card-near-limit = 接近限值
card-within-limit = 未超限
card-measured = { $time } 测得
card-since = { $time } 起{ $state }
card-people = 联系人
card-place = 位置
card-links = 关联
card-links-more = 另有 { $n } 个
card-facts = 情况
card-record = 登记信息
card-empty = 未填 { $n } 项
card-history = 变动记录
card-history-none = 打开以来没有变动。
card-acknowledge = 已知悉
card-share = 已用 { $share }%
card-mask = 隐藏姓名电话

files-title = 辖区文件
files-none = 还没有打开辖区文件
files-none-next = 辖区文件（.gpkg）装着一个区的全部对象和操作记录。打开一份，或先看示例辖区。
files-bare = 这份辖区文件还是空的
files-bare-next = 先导入一份清单：在命令行运行 sitmap import 清单.xlsx --file { $file }，窗口会自动更新。也可以先看示例辖区。
files-failed = 打不开辖区文件
files-making = 正在生成示例辖区……
files-again = 再试一次
files-sample = 打开示例辖区
files-path = 辖区文件的路径
files-open = 打开
files-drop = 也可以把 .gpkg 文件拖进窗口。
files-dropped-other = “{ $name }”不是辖区文件（.gpkg）。清单用 sitmap import 导入。
files-recent = 最近打开
files-recent-gone = 这个文件现在找不到：被移动、改名，或所在的盘没有接上
files-drop-here = 松开鼠标，打开这份文件

settings-title = 设置与按键
settings-close = 关闭设置
settings-text = 文字大小
settings-motion = 动画
settings-motion-on = 开
settings-motion-off = 关
settings-keys = 按键

key-help = 设置与按键
key-wall = 大屏
key-back = 返回上一步
key-tab = 下一个控件
key-search = 搜索
key-layers = 展开或收起图层
key-home = 看全区
key-map = 移动、缩放地图（先点地图）
key-undo = 撤销、重做
key-files = 打开辖区文件
key-lang = 中文 / English
key-theme = 深色 / 浅色
key-size = 文字放大、缩小
key-enter = 按下选中的控件
key-found = 搜索结果：上下选择、前往
key-save = 保存正在填的表单

top-files = 文件
top-files-hint = 打开另一份辖区文件（Ctrl+O）
top-settings = 设置
top-settings-hint = 文字大小、动画和按键（F1）
files-close = 关闭辖区文件
layers-whole-hint = 在地图上显示全部
layers-usual-hint = 只显示要紧的和当前比例能看清的
nearest-open = 开放
nearest-open-hint = 开放“{ $name }”，它就能用了
nearest-none-next = 减少人数、不限灾种，或先开放一处关闭的场所。按 Esc 返回。
settings-look = 外观
settings-wall = 转到大屏
