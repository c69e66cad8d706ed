# 警情与关键数字
alarm-over = 超{ $limit } { $value } { $unit }
alarm-and-over = { $grave }，{ $limit }
alarm-reads = { $field } { $value } { $unit }
alarm-state = { $kind }{ $state }
alarm-field-state = { $field }：{ $state }
alarm-known = { $time } { $post }已确认
action-acknowledge = 确认警情：{ $name }
refusal-alarm-none = { $name } 现在没有警情，不用确认。
refusal-alarm-known = { $name } 的警情已由{ $post }于 { $time } 确认。
refusal-alarm-no-log = 图层目录里没有完整的“值班记录”，无法记下确认。请恢复随程序的 log_entry.toml。

# 关键数字：名称、单位、说明
figure-reservoirs-over = 超汛限水库
figure-reservoirs-over-unit = 座
figure-reservoirs-over-hint = 水位高于汛限水位的水库，超得最多的在前。
figure-people-to-move = 在险待转移
figure-people-to-move-unit = 人
figure-people-to-move-hint = 转移清单里应转移而未转移的人：所在危险区已生效、住在警戒区内，或已通知、拒绝转移。拒绝的和需要帮扶的在前。
figure-people-settled = 已安置
figure-people-settled-unit = 人
figure-people-settled-hint = 避灾场所登记在册的人数，最满的在前。投亲靠友的不在内。
figure-free-places = 开放余位
figure-free-places-unit = 个
figure-free-places-hint = 已开放且不在警戒区内的避灾场所还能接收的人数，余位多的在前。
figure-road-closures = 道路中断
figure-road-closures-unit = 处
figure-road-closures-hint = 正在中断的道路，最近的在前。
figure-teams-out = 出动队伍
figure-teams-out-unit = 支
figure-teams-out-hint = 已出动的救援队伍和消防队，最近的在前。
figure-red-enterprises = 红色企业
figure-red-enterprises-unit = 家
figure-red-enterprises-hint = 安全风险为红色的企业，最近定级的在前。
figure-open-incidents = 未处置险情
figure-open-incidents-unit = 起
figure-open-incidents-hint = 正在处置的突发事件，最近的在前。
figure-uncounted = 另有 { $n } 个对象资料不全，没有计入。
figure-why-no-reservoirs = 本文件还没有水库。先导入水库清单。
figure-why-no-levels = 水库都没有水位或汛限水位。先填水位。
figure-why-no-transfer-list = 本文件还没有人员转移清单。先导入清单。
figure-why-no-shelters = 本文件还没有避灾场所。先导入清单。
figure-why-no-capacity = 开放的场所都没有填可容纳人数。
figure-why-no-rows = 本文件还没有这一类记录。

row-full = 满（{ $here } / { $capacity }）
row-room = 空 { $free } / { $capacity }
row-people = { $n } 人
row-people-help = { $n } 人，需帮扶

# 命令行
help-figures = 关键数字：要采取行动的事有多少，依据多新
help-figures-rows = 同时列出每个数字所依据的对象
help-alarms = 正在报警、还没有人确认的对象
help-alarms-all = 已确认的也列出
help-acknowledge = 确认一条警情，记入值班记录，可撤销
help-acknowledge-alarm = 警情对象的全名或编号（见 alarms --json 的 id）
help-acknowledge-note = 怎么处置的，或任何说明
figures-whole = 全区
figures-moves = { $name }：已转移 { $moved } / 应转移 { $should } 人，待转移 { $left } 人
alarms-none = 没有未确认的警情（共 { $n } 条警情）。
alarms-known = 已由{ $post }于 { $time } 确认
alarms-no-such = 现在没有叫“{ $name }”的警情。sitmap alarms 可列出。
alarms-several = 有好几条警情叫“{ $name }”，请改用编号：{ $ids }
