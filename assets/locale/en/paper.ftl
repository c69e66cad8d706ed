# Documents to hand over (Word, PDF, Excel, text)
paper-page = Page { $n } of { $m }
paper-signature = { $label }:
paper-total = Total
paper-sheet-cover = Notes
paper-sheet-table = Table { $n }
paper-picture-place = (picture: { $caption })
paper-picture-plain = (picture)
paper-no-chinese-font = No font for Chinese text was found, so the PDF could not be lettered. Install one (such as fonts-wqy-microhei) and try again, or save a Word document.
paper-font = The font { $family } cannot be put into a PDF: { $why }. Install another Chinese font (such as fonts-wqy-microhei) and try again, or save a Word document.
paper-font-variable = it is a variable font
paper-font-no-outlines = it has no outlines
paper-font-forbidden = its licence forbids it
paper-font-unreadable = its file cannot be read
paper-picture = The picture "{ $caption }" cannot be read: { $why }. Use another PNG picture.
paper-too-large = The table "{ $name }" has { $rows } rows and { $columns } columns, more than such a file can hold. Export it in parts.
paper-writer = The document was not written: { $why }. Try another format.
