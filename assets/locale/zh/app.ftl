app-name = SitMap 应急一张图
