# 标绘、量测、图形检查
action-plot-danger-area = 划定警戒区 { $name }
action-plot-closure = 设置道路中断 { $name }
action-plot-draw = 标绘 { $name }
action-plot-reshape = 修改 { $name } 的图形

refusal-unsound = 图形有误，请修改后重试。
refusal-plot-no-area = 警戒区须是一个面，请画多边形、矩形或圆。
refusal-plot-no-place = 图形没有位置，请重新画。
refusal-plot-no-name = 请先填写名称。
refusal-plot-no-kind = 图层目录里没有“{ $kind }”，无法保存。请恢复随程序的图层目录。
refusal-plot-already-past = 截止时间已经过去，请改为以后的时间。
refusal-plot-other-shape = { $name } 的图形类型不能改变。

problem-flaw-off-earth = 坐标超出范围：经度须在 ±180、纬度须在 ±90 以内（{ $at }）。
problem-flaw-at-pole = 图形不能到极点（{ $at }）。
problem-flaw-across-date-line = 图形不能跨越 180° 经线（{ $at }）。
problem-flaw-empty = 图形是空的（{ $at }）。
problem-flaw-too-few-points = 点太少：线至少 2 个、面至少 3 个不同的点（{ $at }）。
problem-flaw-flat = 各点在一条直线上，没有面积（{ $at }）。
problem-flaw-crosses-itself = 边线在 { $at } 处自相交，请移动此处的点。
problem-flaw-hole-outside = 洞在 { $at } 处超出了外边线，请把洞画在面内。
problem-flaw-repeated-point = 去掉了重复的点（{ $at }）。
problem-flaw-empty-hole = 去掉了没有面积的洞（{ $at }）。
problem-flaw-holes-overlap = 合并了重叠的洞（{ $at }）。
problem-flaw-hole-at-edge = 贴边的洞已并入外边线（{ $at }）。
problem-flaw-parts-overlap = 合并了重叠的部分（{ $at }）。

measured-line = 长 { $length }
measured-area = 面积 { $area }，周长 { $length }

help-measure = 量长度和面积（椭球面）
help-measure-line = 线：两个以上位置
help-measure-area = 面：三个以上位置
