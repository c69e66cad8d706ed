# 大屏、警情栏、数字明细
wall-transfer = 乡镇转移进度（已转移 / 应转移，人）
wall-whole = 全区
wall-nobody = 现在没有需要转移的人。
wall-more-townships = 另有 { $n } 个乡镇，待转移 { $people } 人
rows-close = 关闭明细
rows-none = 现在没有。
rows-more = 另有 { $n } 个，未列出
alarms-quiet = 没有警情
alarms-count = 警情 { $all } · 未确认 { $n }
alarms-hint = 列出全部警情；未确认的在地图上闪动
alarms-close = 关闭警情
alarms-meaning = 确认表示本岗位已经知道，会记入值班记录，可撤销。状态重新变坏时会再次提醒。
alarms-acknowledge = 确认
alarms-acknowledge-name = 确认 { $name }
alarms-acknowledge-hint = 本岗位已经知道这条警情
top-wall = 大屏
top-wall-hint = 大屏画面，供投屏和远看（F11）；按 F11 或 Esc 返回
