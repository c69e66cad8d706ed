layers-title = 图层
layers-empty = 这份辖区文件里还没有对象。用“导入”加入清单。
layers-other = 其他
layers-group-hint = 显示或隐藏“{ $group }”的全部图层
desk-no-district = 还没有打开辖区文件。用 sitmap --file 文件 打开一份，或用 sitmap demo 生成示例辖区。
