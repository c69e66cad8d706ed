# The picture of the map
picture-button = Picture of the map
picture-copy = Copy to the clipboard (Ctrl+Shift+C)
picture-save = Save as a file
picture-copied = The map is on the clipboard: paste it into a chat or a document
picture-saved = The map was saved as { $file }
picture-no-clipboard = The clipboard took no picture; save it as a file instead
picture-not-saved = The picture was not saved: { $why }
picture-making = Painting…
picture-file = situation
key-picture = Copy the map as a picture
