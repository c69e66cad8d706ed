# 图层目录的问题，与示例数据
sample-mark = 示例数据
sample-district = 示例：金华市婺城区
problem-catalogue-bad-id = 图层“{ $kind }”的标识“{ $value }”不能用：请用小写字母、数字和下划线，字母开头，且不用系统保留名
problem-catalogue-no-words = 图层“{ $kind }”的“{ $value }”缺中文名或一字符号：请补上
problem-catalogue-field-twice = 图层“{ $kind }”的字段“{ $value }”写了两次：请删去一个
problem-catalogue-no-choices = 图层“{ $kind }”的字段“{ $value }”是选项，却没有选项：请补上 choice
problem-catalogue-bad-choice = 图层“{ $kind }”的字段“{ $value }”的选项有重复、空白或逗号：请改正
problem-catalogue-no-link = 图层“{ $kind }”的字段“{ $value }”是关联，却没说关联到哪个图层：请补上 link
problem-catalogue-link-unknown = 图层“{ $kind }”关联到“{ $value }”，但没有这个图层：暂按文字显示
problem-catalogue-no-group = 图层“{ $kind }”的分组“{ $value }”不存在：暂排在最后
problem-catalogue-summed-not-integer = 图层“{ $kind }”的字段“{ $value }”要累加，必须是整数：请改 type
problem-catalogue-empty-range = 图层“{ $kind }”的字段“{ $value }”下限大于上限：请改正
problem-catalogue-no-field = 图层“{ $kind }”用到的字段“{ $value }”没有定义：请补上或改名
problem-catalogue-type-change = 图层“{ $kind }”的一个字段与本文件存法不同：仍按文件原样使用
problem-catalogue-geometry-change = 图层“{ $kind }”的点线面类型与本文件不同：仍按文件原样使用
