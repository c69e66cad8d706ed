# The picture of the map
picture-button = 态势图片
picture-copy = 复制到剪贴板（Ctrl+Shift+C）
picture-save = 存成图片文件
picture-copied = 态势图已复制，可直接粘贴到聊天或文档里
picture-saved = 态势图已存到 { $file }
picture-no-clipboard = 系统剪贴板用不了，图没有复制；请改用“存成图片文件”
picture-not-saved = 图片没有存下来：{ $why }
picture-making = 正在画图……
picture-file = 态势图
key-picture = 复制态势图
