# 要交出去的文档（Word、PDF、Excel、文字）
paper-page = 第 { $n } 页　共 { $m } 页
paper-signature = { $label }：
paper-total = 合计
paper-sheet-cover = 说明
paper-sheet-table = 表{ $n }
paper-picture-place = （图：{ $caption }）
paper-picture-plain = （图）
paper-no-chinese-font = 没有找到中文字体，PDF 写不出字。请安装任一中文字体（如 fonts-wqy-microhei）后再试，或改存 Word 文档。
paper-font = 字体“{ $family }”放不进 PDF：{ $why }。请安装另一种中文字体（如 fonts-wqy-microhei）后再试，或改存 Word 文档。
paper-font-variable = 是可变字体
paper-font-no-outlines = 没有字形轮廓
paper-font-forbidden = 字体许可不允许
paper-font-unreadable = 字体文件读不出来
paper-picture = 图片“{ $caption }”读不出来：{ $why }。请换一张 PNG 图片。
paper-too-large = 表格“{ $name }”有 { $rows } 行、{ $columns } 列，这种文件放不下。请分成几份再导出。
paper-writer = 文档没有写成：{ $why }。请换一种格式再试。
