# 警情与关键数字
alarm-over = 超{ $limit } { $value } { $unit }
alarm-reads = { $field } { $value } { $unit }
alarm-state = { $kind }：{ $state }
action-acknowledge = 确认警情：{ $name }
refusal-alarm-none = { $name } 现在没有警情，不用确认。
refusal-alarm-known = { $name } 的警情已由{ $post }于 { $time } 确认。
refusal-alarm-no-log = 图层目录里没有完整的“值班记录”，无法记下确认。请恢复随程序的 log_entry.toml。
