# 最近、范围内、查找
reason-closed = 已关闭
reason-in-danger-area = 在危险区内
reason-unsafe-for-hazard = 不适用于该灾种
reason-full = 余量不足
reason-capacity-unknown = 容量未填
none-asked = 没有要求返回结果，请把个数设为 1 或更多
none-objects = 还没有这类对象，请先导入或新建
none-positions = 这类对象都没有坐标，请先补上位置
none-usable = 有 { $count } 处，但都不能用，原因见下
query-no-kind = 没有“{ $kind }”这个图层
query-no-hazard = 没有“{ $hazard }”这个灾种，可选：{ $known }
query-without-position = 另有 { $count } 处没有坐标，未参与计算
