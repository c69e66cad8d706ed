# 离线准备
offline-title = 离线准备
offline-head = 离线准备：{ $name }
offline-back = 返回选底图
offline-no-map = 没有选用联网底图：示意底图随辖区文件保存，断网可用，不用准备。
offline-file = 瓦片文件就在本机，断网可用，不用准备。
offline-forbidden-osm = OpenStreetMap 的使用规则禁止成批下载，这里不能提前下载；看过的会保存在本机。需要整片离线，请改用瓦片文件（MBTiles、PMTiles）或本单位的瓦片服务。
offline-forbidden-tianditu = 天地图的服务条款不允许成批下载，且按日限量，这里不能提前下载；看过的会保存在本机。需要整片离线，请向测绘部门申请离线瓦片文件，或用本单位的瓦片服务。
offline-untold = 要先确认数据提供方允许成批下载。
offline-permit = 我确认提供方允许成批下载
offline-permit-hint = 这份确认只对这个地址有效，保存在本机设置里。没有得到许可请不要勾选。
offline-nothing = 这个范围在这些级别上没有瓦片，请改级别或范围。
offline-too-many = 共 { $tiles } 块，太多：一次最多 { $most } 块。请减少级别或缩小范围。
offline-nowhere = 本席位没有数据文件夹，瓦片没有地方存。

offline-area = 范围
offline-area-district = 辖区
offline-area-view = 当前视图
offline-zooms = 级别
offline-from = 从
offline-to = 到
offline-counting = 正在清点……
offline-counts = 共 { $tiles } 块，本机已有 { $held } 块，要下载 { $fetch } 块。
offline-whole = 共 { $tiles } 块，本机全有了，不用下载。
offline-size-measured = 约 { $mb } MB（按本机已有瓦片平均每块 { $kb } kB 估算）。
offline-size-assumed = 约 { $mb } MB（按每块 { $kb } kB 估算）。
offline-beyond = 超出缓存上限：有 { $beyond } 块放不下。请减少级别或缩小范围，或把上限调到 { $needs } MB。
offline-raise = 把缓存上限调到 { $needs } MB
offline-pushes-out = 为腾出地方，别处较久没看的瓦片会先被清掉。
offline-by-zoom = 各级已有/共有：{ $zooms }
offline-begin = 开始离线准备
offline-ask = 从“{ $name }”下载 { $fetch } 块，约 { $mb } MB，存在本机。同时最多 2 块，随时可以停。
offline-confirm = 确认下载
offline-leave = 先不下载

offline-listing = 正在核对本机已有的瓦片……
offline-progress = 已下载 { $fetched } 块，失败 { $failed } 块，共 { $total } 块
offline-running = 正在下载：{ $name }
offline-stopping = 正在停下，等手头几块收完……
offline-cancel = 停止下载
offline-retry = 只重试失败的 { $n } 块
offline-dismiss = 知道了
offline-status = 离线准备：{ $progress }
offline-no-thread = 系统没有余力开始，请关掉一些程序再试。

offline-done = 下载了 { $fetched } 块（{ $mb } MB），原来就有 { $held } 块，失败 { $failed } 块。
offline-left = 还有 { $left } 块没有下载，再次开始时只下载缺的。
offline-failed = 失败 { $n } 块：{ $why }
offline-stop-cancelled = 已停止。下载到的都保存了。
offline-stop-full = 缓存已满，已停止：请把缓存上限调大，或减少级别。
offline-stop-not-kept = 瓦片存不进本机，已停止：请检查磁盘空间和数据文件夹。
offline-stop-trouble = 已停止：{ $why }

offline-trouble-no-key = 缺少密钥
offline-trouble-address = 地址不对：须以 http 开头，并含行列号和级别
offline-trouble-refused = 服务器拒绝（{ $status }）：检查密钥、许可，或当日配额已用完
offline-trouble-absent = 服务器上没有这些瓦片
offline-trouble-server = 服务器出错（{ $status }）
offline-trouble-not-a-tile = 返回的不是瓦片：检查密钥，或网络需要登录
offline-trouble-broken = 返回的瓦片已损坏
offline-trouble-too-large = 返回的数据过大
offline-trouble-redirects = 服务器反复跳转
offline-trouble-no-answer = 服务器没有应答
offline-trouble-offline = 没有网络
offline-trouble-unsafe = 服务器证书不可信

# 命令行
help-prepare = 离线准备：提前下载辖区的底图瓦片；先说有多少，加 --yes 才下载
help-prepare-bbox = 矩形：西,南,东,北；不写则为整个辖区
help-prepare-zooms = 级别，从-到
help-prepare-permitted = 我确认数据提供方允许成批下载（只对这一次有效）
help-prepare-yes = 不再询问，开始下载
cli-prepare-zooms = 级别应写成 从-到，如 9-15。
cli-prepare-untold = 没有下载：要先确认数据提供方允许成批下载，确认后加 --permitted。
cli-prepare-ask = 还没有下载。加 --yes 开始。
cli-prepare-room = 没有下载。
