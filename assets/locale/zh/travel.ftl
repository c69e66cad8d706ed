# Travel on the road network
problem-speeds-unusable = 速度表 { $file } 不能用，改用自带的：{ $why }
reason-unreachable = 道路不通
nearest-reason-closed = { $reason }（{ $closure }）
