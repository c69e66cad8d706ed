app-name = SitMap 应急一张图

# What happened (journal, undo)
action-shelter-open = 开放 { $name }
action-shelter-close = 关闭 { $name }
action-register-arrivals = { $name } 登记安置 { $people } 人
action-register-departures = { $name } 登记离开 { $people } 人
action-set = 修改 { $name } 的{ $field }
action-move = 移动 { $name }
action-add = 新增 { $name }
action-remove = 删除 { $name }
action-undo = 撤销：{ $what }
action-redo = 重做：{ $what }

# Why something was not done
refusal-object-gone = 该对象已不存在，请刷新后重试。
refusal-shelter-open-already = { $name } 已经开放。
refusal-shelter-close-already = { $name } 已经关闭。
refusal-shelter-not-empty = { $name } 还有 { $people } 人，先登记离开再关闭。
refusal-register-number = 人数须为 1 至 { $most } 的整数，离开填负数。
refusal-register-too-few = { $name } 现有 { $there } 人，不能登记离开 { $people } 人。
refusal-register-closed = { $name } 已关闭，请先开放再登记。
refusal-no-field = 没有“{ $field }”这个字段。
refusal-field-is-summed = “{ $field }”由登记记录累加得出，请用登记功能修改。
refusal-nothing-changed = 内容没有变化。

refusal-nothing-to-undo = 没有可以撤销的操作。
refusal-nothing-to-redo = 没有可以重做的操作。
refusal-undo-blocked = 不能撤销“{ $what }”：之后的“{ $by }”改动了同一处，请先处理它。
refusal-changed-meanwhile = 内容刚被改动，请查看后重试。

refusal-store = 没有保存，请重试。
refusal-read-only = 当前为只读打开，不能修改。
refusal-undo-changed = 不能撤销“{ $what }”：同一处内容后来变了，请先查看。
