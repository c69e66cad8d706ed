# 命令行
problem-catalogue-broken = 图层目录文件 { $file } 第 { $row } 行有误，未载入：{ $why }
problem-file-unreadable = 文件 { $file } 读不出来：{ $why }
