app-name = SitMap
