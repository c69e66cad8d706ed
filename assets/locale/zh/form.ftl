# Changing, adding and removing objects by form
action-change = 修改 { $name }：{ $what }
action-add-kind = 新增{ $kind } { $name }
change-from-to = { $field } { $from } → { $to }
change-nothing = （空）
change-more = 另 { $n } 项
change-place = 位置

refusal-field-changed-meanwhile = { $name } 的“{ $field }”刚被别处改动，请看过新值再保存。
refusal-place-changed-meanwhile = { $name } 的位置刚被别处改动，请看过再保存。
refusal-field-does-not-fit = “{ $field }”没有保存：{ $need }
refusal-field-required = “{ $field }”必填。
refusal-link-to-itself = “{ $field }”不能指向自己。
refusal-link-gone = “{ $field }”指向的对象已不存在，请重新选择。
refusal-no-kind = 没有“{ $kind }”这种对象。
refusal-geometry-of-another-kind = { $kind }不能用这种图形，请在地图上画。

form-group-essential = 基本
form-group-place = 位置
form-group-people = 联系人
form-group-links = 关联
form-group-facts = 其他内容
form-group-record = 登记信息
form-locked-summed = 由登记人数累加，在卡片上登记到达、离开

form-need-integer = 应为整数
form-need-integer-between = 应为 { $min } 到 { $max } 之间的整数
form-need-integer-from = 应为不小于 { $min } 的整数
form-need-integer-to = 应为不大于 { $max } 的整数
form-need-number = 应为数字
form-need-number-between = 应为 { $min } 到 { $max } 之间的数字
form-need-number-from = 应为不小于 { $min } 的数字
form-need-number-to = 应为不大于 { $max } 的数字
form-need-choice = 请从列表中选择
form-need-yes-no = 请选“是”或“否”
form-need-date = 应为年月日，如 2026-08-09
form-need-time = 应为日期和时间，如 2026-08-09 15:06；只写 15:06 即今天
form-need-link = 请从列表中选择
form-need-curve = 应为“水位:库容”，用分号隔开，水位逐个增大，如 95:120; 96:150
form-need-text = 应为文字
form-need-value = 必填
form-need-place = 看不懂这个坐标，可写 119.6412, 29.0831 或 119°38′24″E 29°05′N

form-pick-away = 距此 { $away }

removal-link = { $kind }的“{ $field }”（{ $n }）：{ $names }

# The command line
help-set = 修改一个对象
help-set-object = 对象，写作 种类:名称 或 种类:编号，如 避灾安置场所:白龙桥镇中心小学
help-set-values = 要改的内容，写作 字段=值；等号后不写即清空
help-set-at = 改到这个位置
help-add = 新增一个对象
help-add-kind = 种类
help-add-values = 内容，写作 字段=值
help-add-at = 位置
help-remove = 删除一个对象
help-remove-object = 对象，写作 种类:名称 或 种类:编号
help-remove-anyway = 有关联时也删除
cli-object-form = “{ $text }”看不懂，请写作 种类:名称。
cli-value-form = “{ $text }”看不懂，请写作 字段=值。
cli-no-object = 没有叫“{ $name }”的{ $kind }。
cli-several-objects = 叫“{ $name }”的有几个，请写编号：{ $ids }
cli-no-field = 没有“{ $field }”这个字段。可用：{ $known }
cli-value-does-not-fit = “{ $field }”不能是“{ $value }”：{ $need }
cli-remove-hangs = 没有删除，与它有关的还有（确要删除请加 --anyway）：
    { $what }

# The form in the window
card-edit = 编辑
card-edit-on = 继续编辑（未保存）
card-remove = 移除
layers-add = 新增一个{ $kind }
form-title = 编辑 { $name }
form-title-new = 新增{ $kind }
form-fold = 收起表单
form-kept = 带 * 为必填，● 为已改。收起后所填内容会保留，取消才丢弃。
form-save = 保存
form-discard = 取消
form-saving = 正在保存…
form-wrong = { $n } 处需改正
form-changed = 已改 { $n } 处
form-same = 没有改动
form-none = （未填）
form-today = 今天
form-now = 现在
form-choice-search = 查找选项
form-place = 坐标
form-place-hint = 经度, 纬度（WGS-84）
form-place-pick = 在地图上点选
form-place-picking = 请点地图上的空白处
form-place-none = 没有坐标就不在地图上显示
form-place-drawn = 范围和线路要在地图上画，这里先登记内容
form-meanwhile = 刚被别处改为：{ $value }
form-meanwhile-place = 位置刚被别处改动
form-take-theirs = 用新值
form-keep-own = 用我填的
form-link = 选择{ $field }
form-link-close = 收起{ $field }列表
form-unlink = 清除{ $field }
form-link-search = 按名称查找{ $field }
form-link-looking = 正在查找…
form-link-none = 没有符合的对象
form-link-choose = 选 { $name }
form-link-more = 还有 { $n } 个，请再输几个字
form-add-here = 在此新增…
form-add-what = 新增什么？
form-add-search = 查找种类
form-add-kind = 在此新增 { $kind }
form-add-none = 没有这种对象
form-add-nothing = 不新增

removal-title = 移除 { $name }？
removal-looking = 正在查看有哪些关联…
removal-hangs = 与它有关的还有，移除后将找不到它：
removal-nothing = 没有别的对象指向它。
removal-undo = 移除后可以撤销。
removal-do = 确认移除
removal-keep = 不移除
