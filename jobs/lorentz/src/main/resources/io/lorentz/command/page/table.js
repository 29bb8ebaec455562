'use strict';
// How a value is written, and tables whose rows are known by keys: what has not changed is not touched.

const byId = id => document.getElementById(id);
const isNumber = value => value !== '' && value !== null && value !== undefined && Number.isFinite(Number(value));
const number = (value, count) => isNumber(value) ? digits(Number(value), count) : DASH;
// Exact amounts come as text: no digit is lost, thousands are set apart.
const exact = text => isNumber(text)
  ? signed(text).replace(/^(−?)(\d+)/, (all, sign, whole) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ','))
  : DASH;
// A price as exact as a double says it.
const price = value => isNumber(value) ? exact(String(value)) : DASH;
const percent = value => isNumber(value) ? number(100 * value, 2) + ' %' : DASH;
const minute = ms => isNumber(ms) && ms ? new Date(Number(ms)).toISOString().slice(5, 16).replace('T', ' ') : DASH;
const second = ms => isNumber(ms) && ms ? new Date(Number(ms)).toISOString().slice(0, 19).replace('T', ' ') : DASH;
// Numbers that led to a decision come as one text; times among them are in ms.
const numbers = detail => detail.replace(/\b\d{13}\b/g, ms => second(ms) + ' UTC');
const side = direction => direction > 0 ? '▲ long' : direction < 0 ? '▼ short' : DASH;
const span = ms => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? seconds + ' s' : seconds < 7200 ? Math.round(seconds / 60) + ' min'
    : seconds < 172800 ? Math.round(seconds / 3600) + ' h' : Math.round(seconds / 86400) + ' days';
};

/** Sets a text only where it is another, so that nothing is laid out anew for nothing. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setClass(element, name) {
  if (element.className !== name) element.className = name;
}

/**
 * A table that scrolls by itself where the page is narrow. A column says its head, the text of a row,
 * perhaps a class, and whether it is text; or a button's label, what it does and when it is there.
 */
class KeyedTable {

  constructor(parent, label, columns, absent) {
    this.columns = columns;
    this.rows = new Map();
    this.body = h('tbody', {});
    this.scroll = h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label, hidden: true},
      h('table', {class: 'keyed'},
        h('thead', {}, h('tr', {}, columns.map(column => column.head
          ? h('th', {scope: 'col', class: column.text ? 'text' : null}, column.head)
          : h('td', {class: 'text'})))),
        this.body));
    this.absent = h('p', {class: 'absent'}, absent);
    parent.append(this.scroll, this.absent);
  }

  /** Sets what has changed: rows by key, keys that are gone, and whether all others are gone too. */
  apply(change) {
    if (change.all) {
      const kept = new Set(change.rows.map(row => row.k));
      for (const key of [...this.rows.keys()]) if (!kept.has(key)) this.remove(key);
    }
    for (const key of change.gone) this.remove(key);
    for (const row of change.rows) this.set(row);
    this.scroll.hidden = this.rows.size === 0;
    this.absent.hidden = this.rows.size !== 0;
  }

  remove(key) {
    const known = this.rows.get(key);
    if (known) known.element.remove();
    this.rows.delete(key);
  }

  set(row) {
    let known = this.rows.get(row.k);
    if (!known) {
      known = {element: h('tr', {'data-key': row.k}, this.columns.map(column => this.cell(column, row.k)))};
      this.rows.set(row.k, known);
      known.row = row;
      this.place(known);
    } else {
      const moved = known.row.o !== row.o;
      known.row = row;
      if (moved) this.place(known);
    }
    this.draw(known);
  }

  cell(column, key) {
    // On a phone a row stands as a block, and each cell says its head itself.
    if (!column.button) return h('td', {'data-head': column.head});
    return h('td', {class: 'text'}, h('button', {type: 'button', onclick: () => column.click(this.rows.get(key).row)}, column.button));
  }

  draw({element, row}) {
    this.columns.forEach((column, i) => {
      const cell = element.children[i];
      if (column.button) {
        const button = cell.firstElementChild;
        button.hidden = column.shown ? !column.shown(row) : false;
        const label = column.button + ' of ' + column.label(row);
        if (button.getAttribute('aria-label') !== label) button.setAttribute('aria-label', label);
        return;
      }
      setText(cell, column.of(row));
      setClass(cell, [column.text ? column.text === true ? 'text' : 'text ' + column.text : '', column.tone ? column.tone(row) : '']
        .filter(Boolean).join(' '));
    });
  }

  /** Newest first; of one time, by key. New rows are nearly always the newest. */
  place({element, row}) {
    element.remove();
    let before = this.body.firstElementChild;
    while (before) {
      const other = this.rows.get(before.dataset.key).row;
      if (other.o < row.o || (other.o === row.o && other.k > row.k)) break;
      before = before.nextElementSibling;
    }
    this.body.insertBefore(element, before);
  }

  /** Draws all rows anew, where what they say depends on more than themselves. */
  redraw() {
    for (const known of this.rows.values()) this.draw(known);
  }
}
