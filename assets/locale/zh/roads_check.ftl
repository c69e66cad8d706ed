# 路网检查
help-roads-check = 检查道路是否连成一张网，有无可疑之处
roads-check-ok = 路网是连通的
roads-check-bad = 路网有问题
roads-check-sums = { $km } 公里，{ $nodes } 个节点，{ $edges } 段，断头 { $dead } 处
roads-check-parts = 路网分成互不相连的 { $n } 部分；最大的以外还有：
roads-check-part = { $km } 公里，位于 { $place }
roads-check-gap = { $road }在 { $place } 止于{ $other }旁 { $metres } 米，没有相接：请画到那条路的节点上
roads-check-village-far = { $village }：最近的道路在 { $metres } 米外
roads-check-village-island = { $village }：旁边的路与路网不相连（{ $metres } 米）
roads-check-zero = 没有长度：请删除或重画
roads-check-length = 登记 { $written } 公里，画出来 { $drawn } 公里
roads-check-speed = 限速 { $kmh } km/h，过高
roads-check-limit = 限值 { $limit } 不合常理
roads-check-crosses = 与{ $other }同层相交却没有相接，在 { $place } 附近：请在交点给两条路都加节点，或改其中一条的层位
roads-check-more = 另有 { $n } 项；用 --json 看全部
