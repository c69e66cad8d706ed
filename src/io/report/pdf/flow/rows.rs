//! Ruled rows: tables and facts. A row that does not fit goes to the next page, below the head again; one taller
//! than a page is continued.

use super::{Flow, Ink, Item, MARGIN, Style, TEXT, wrap};
use crate::domain::view::{
    paper::{Cell, Table, pairs, shares, type_size},
    shape::Align,
};

/// What is free around a cell's text, points.
const PAD: [f32; 2] = [3.0, 2.5];

/// From line to line in cells, heights of type.
const LEADING: f32 = 1.3;

/// A head taller than this part of a page is not repeated.
const TALL_HEAD: f32 = 0.4;

/// A row ready to be painted.
struct Row {
    cells: Vec<Boxed>,
    size: f32,
}

/// A cell with its text broken into lines.
struct Boxed {
    width: f32,
    lines: Vec<String>,
    align: Align,
    bold: bool,
    shaded: bool,
}

impl Row {
    fn lines(&self) -> usize {
        self.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1)
    }

    fn height(&self) -> f32 {
        height(self.lines(), self.size)
    }

    /// The same with these lines only.
    fn part(&self, from: usize, count: usize) -> Self {
        let part = |cell: &Boxed| Boxed { lines: cell.lines.iter().skip(from).take(count).cloned().collect(), ..*cell };
        Self { cells: self.cells.iter().map(part).collect(), size: self.size }
    }
}

fn height(lines: usize, size: f32) -> f32 {
    lines as f32 * size * LEADING + 2.0 * PAD[1]
}

impl Flow<'_> {
    pub(super) fn facts(&mut self, facts: &[(String, String)]) {
        let whole = self.width();
        let label = whole * 0.15;
        let value = whole / 2.0 - label;
        for (left, right) in pairs(facts) {
            let mut cells = vec![self.boxed(&left.0, label, Align::Start, false)];
            cells.push(self.boxed(&left.1, if right.is_some() { value } else { whole - label }, Align::Start, false));
            if let Some(right) = right {
                cells.push(self.boxed(&right.0, label, Align::Start, false));
                cells.push(self.boxed(&right.1, value, Align::Start, false));
            }
            for cell in cells.iter_mut().step_by(2) {
                cell.shaded = true;
            }
            self.place(&Row { cells, size: FACTS }, None);
        }
        self.y += 8.0;
    }

    pub(super) fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return;
        }
        let size = type_size(table.columns.len(), self.landscape());
        let whole = self.width();
        let widths: Vec<f32> = shares(table, whole / size).into_iter().map(|share| share * whole).collect();
        let mut head = Row { cells: Vec::with_capacity(widths.len()), size };
        for (column, width) in table.columns.iter().zip(&widths) {
            let cell = self.sized(&column.title, *width, Align::Middle, (size, true));
            head.cells.push(Boxed { shaded: true, ..cell });
        }
        let page = self.bottom() - MARGIN;
        // The head never stands alone at the foot of a page.
        if head.height() + 2.0 * height(1, size) > self.free() {
            self.new_page();
        }
        self.place(&head, None);
        let repeated = Some(&head).filter(|head| head.height() < page * TALL_HEAD);
        let sums = table.total.iter().map(|row| (row, true));
        for (cells, bold) in table.rows.iter().map(|row| (row, false)).chain(sums) {
            let row = self.row(cells, table, &widths, (size, bold));
            self.place(&row, repeated);
        }
        self.y += 8.0;
    }

    fn row(&mut self, cells: &[Cell], table: &Table, widths: &[f32], how: (f32, bool)) -> Row {
        let columns = table.columns.iter().zip(widths);
        let cells = cells.iter().zip(columns);
        let boxes = cells.map(|(cell, (column, width))| self.sized(&cell.shown(), *width, column.align, how));
        Row { cells: boxes.collect(), size: how.0 }
    }

    fn boxed(&mut self, text: &str, width: f32, align: Align, bold: bool) -> Boxed {
        self.sized(text, width, align, (FACTS, bold))
    }

    fn sized(&mut self, text: &str, width: f32, align: Align, (size, bold): (f32, bool)) -> Boxed {
        let faces = &mut *self.faces;
        let mut measure = |char| faces.glyph(char, bold).advance * size;
        let lines = wrap(text, width - 2.0 * PAD[0], 0.0, &mut measure);
        Boxed { width, lines, align, bold, shaded: false }
    }

    /// Puts a row where there is room for it.
    fn place(&mut self, row: &Row, head: Option<&Row>) {
        let on_fresh = self.bottom() - MARGIN - head.map_or(0.0, Row::height);
        if row.height() <= self.free() {
            self.paint(row);
            return;
        }
        if row.height() <= on_fresh {
            self.fresh(head);
            self.paint(row);
            return;
        }
        let mut from = 0;
        while from < row.lines() {
            let fits = ((self.free() - 2.0 * PAD[1]) / (row.size * LEADING)).floor().max(0.0) as usize;
            // On a fresh page a line is put in any case: there is no more room anywhere.
            let fresh = self.y <= MARGIN + head.map_or(0.0, Row::height);
            let count = fits.max(usize::from(fresh));
            if count > 0 {
                self.paint(&row.part(from, count));
                from += count;
            }
            if from < row.lines() {
                self.fresh(head);
            }
        }
    }

    fn fresh(&mut self, head: Option<&Row>) {
        self.turn();
        if let Some(head) = head {
            self.paint(head);
        }
    }

    fn paint(&mut self, row: &Row) {
        let (top, bottom) = (self.y, self.y + row.height());
        let mut left = MARGIN;
        for cell in &row.cells {
            let right = left + cell.width;
            if cell.shaded {
                self.page.push(Item::Ground { min: [left, top], max: [right, bottom] });
            }
            left = right;
        }
        left = MARGIN;
        self.page.push(Item::Rule { from: [left, top], to: [left, bottom] });
        for cell in &row.cells {
            let text = cell.lines.len() as f32 * row.size * LEADING;
            let mut y = top + (row.height() - text) / 2.0 + row.size * (LEADING - 1.0) / 2.0;
            let style = Style { size: row.size, bold: cell.bold, align: cell.align, ink: Ink::Black, ..TEXT };
            for line in &cell.lines {
                if !line.is_empty() {
                    let item = self.line(line, y, [left + PAD[0], cell.width - 2.0 * PAD[0]], style);
                    self.page.push(item);
                }
                y += row.size * LEADING;
            }
            left += cell.width;
            self.page.push(Item::Rule { from: [left, top], to: [left, bottom] });
        }
        for y in [top, bottom] {
            self.page.push(Item::Rule { from: [MARGIN, y], to: [left, y] });
        }
        self.y = bottom;
    }
}

/// The size of facts' type, points.
const FACTS: f32 = 10.5;
