'use strict';
// What the report and the live page share: how a number and a name are written, and how elements are made.

const DASH = '–';
const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const signed = text => String(text).replace('-', '−');
const FORMATS = [0, 1, 2, 3, 4, 5, 6].map(count => new Intl.NumberFormat('en-US',
  {minimumFractionDigits: count, maximumFractionDigits: count}));
const digits = (value, count) => {
  const text = FORMATS[count].format(value);
  // What rounds to zero has no sign.
  return signed(/[1-9]/.test(text) ? text : text.replace('-', ''));
};
const timeframe = ms => !ms ? DASH : ms % DAY === 0 ? ms / DAY + 'd' : ms % HOUR === 0 ? ms / HOUR + 'h' : ms / MINUTE + 'm';
const words = code => code ? code.toLowerCase().replace(/_/g, ' ') : '';
const tone = value => Number(value) > 0 ? 'up' : Number(value) < 0 ? 'down' : '';

/** Makes an element; children are elements or texts, null ones are left out. */
function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}
