'use strict';
// How a value of a report is written, and the parts that its pages are made of.

const DATA = JSON.parse(document.getElementById('data').textContent);
const isNumber = value => typeof value === 'number' && Number.isFinite(value);
const percent = value => isNumber(value) ? digits(100 * value, 2) + ' %' : DASH;
const share = value => isNumber(value) ? digits(100 * value, 1) + ' %' : DASH;
const ratio = value => isNumber(value) ? digits(value, 2) : DASH;
const money = value => isNumber(value) ? digits(value, 2) : DASH;
const bps = value => isNumber(value) ? digits(value, 1) : DASH;
const inR = value => isNumber(value) ? digits(value, 3) : DASH;
const count = value => isNumber(value) ? digits(value, 0) : DASH;
const pad = number => String(number).padStart(2, '0');
const dateOf = ms => new Date(ms).toISOString().slice(0, 10);
const timeOf = ms => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
const dateTime = iso => iso ? iso.slice(0, 16).replace('T', ' ') : DASH;

const section = (id, title, ...children) =>
  h('section', {id, 'aria-labelledby': id + '-title'}, h('h2', {id: id + '-title'}, title), ...children);

/** A table that scrolls by itself where the page is narrow. */
function table(caption, heads, rows, attributes) {
  return h('div', {}, ...scrolled(caption, h('table', attributes || {},
    h('thead', {}, h('tr', {}, heads.map(head => head instanceof Element ? head : h('th', {scope: 'col'}, head)))),
    h('tbody', {}, rows))));
}

/** The caption stands above what scrolls, so that it is never cut off. */
let captions = 0;
function scrolled(caption, element) {
  const id = 'caption-' + ++captions;
  element.setAttribute('aria-labelledby', id);
  return [h('p', {class: 'caption', id}, caption),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-labelledby': id}, element)];
}

const row = (head, cells, attributes) => h('tr', attributes || {}, h('th', {scope: 'row'}, head),
  cells.map(cell => cell instanceof Element && cell.tagName === 'TD' ? cell : h('td', {}, cell)));
const cell = (text, attributes) => h('td', attributes, text);
const toned = (value, format, attributes) => cell(format(value), {class: tone(value), ...attributes});
const absent = text => h('p', {class: 'absent'}, text);
const cards = entries => h('dl', {class: 'cards'},
  entries.map(([name, value, attributes]) => h('div', {}, h('dt', {}, name), h('dd', attributes || {}, value))));

/** A table of counts, largest first, each with its share as a bar. */
function counts(caption, head, entries, attributes) {
  const shown = entries.filter(([, number]) => number > 0).sort((a, b) => b[1] - a[1]);
  if (shown.length === 0) return absent(caption + ': none in this run.');
  const sum = shown.reduce((total, [, number]) => total + number, 0);
  return table(caption, [head, 'count', 'share', ''], shown.map(([name, number]) => row(words(name),
    [cell(count(number), {'data-count': name}), share(number / sum),
      h('td', {style: 'width:34%'}, h('span', {class: 'bar', 'aria-hidden': 'true'},
        h('span', {style: `width:${100 * number / shown[0][1]}%`})))])), attributes);
}

/** Colours of the page as the charts need them. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue('--' + name).trim();
  return Object.fromEntries(['sheet', 'ink', 'quiet', 'line', 'soft', 'up', 'down', 'bar', 'link', 'mark', 'veil']
    .map(name => [name, colour(name)]));
}

/** Charts that are on the page: drawn anew when the colours change, fitted when the width does. */
const CHARTS = [];
function chart(element, option) {
  const instance = echarts.init(element, null, {renderer: 'canvas'});
  const draw = () => instance.setOption(option(palette()), true);
  draw();
  CHARTS.push({element, instance, draw});
  return instance;
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => CHARTS.forEach(each => each.draw()));
addEventListener('resize', () => CHARTS.forEach(each => each.instance.resize()));

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const axis = (colours, more) => ({
  axisLine: {lineStyle: {color: colours.line}}, axisTick: {lineStyle: {color: colours.line}},
  axisLabel: {color: colours.quiet, fontSize: 12, hideOverlap: true, ...(more && more.axisLabel)},
  splitLine: {lineStyle: {color: colours.line}}, ...(more && Object.fromEntries(
    Object.entries(more).filter(([key]) => key !== 'axisLabel')))});
const tooltip = (colours, more) => ({
  backgroundColor: colours.sheet, borderColor: colours.line, textStyle: {color: colours.ink, fontSize: 13},
  confine: true, ...more});

/** Bars over names: one number each, coloured by its sign. */
function barChart(label, caption, names, values, format, attributes) {
  const element = h('div', {class: 'chart', role: 'img', 'aria-label': label, ...attributes});
  const figure = h('figure', {}, element, h('figcaption', {}, caption));
  const draw = () => chart(element, colours => ({
    textStyle: {fontFamily: FONT}, animation: false,
    grid: {left: 8, right: 12, top: 16, bottom: 8, containLabel: true},
    tooltip: tooltip(colours, {trigger: 'axis', axisPointer: {type: 'shadow'},
      formatter: items => `${items[0].name}<br><b>${format(items[0].value)}</b>`}),
    xAxis: axis(colours, {type: 'category', data: names, splitLine: {show: false}, axisTick: {show: false},
      ...(names.length <= 6 ? {axisLabel: {interval: 0, hideOverlap: false}} : {})}),
    yAxis: axis(colours, {type: 'value', axisLabel: {formatter: value => signed(String(value))}}),
    series: [{type: 'bar', barMaxWidth: 44, data: values.map(value => ({value,
      itemStyle: {color: value >= 0 ? colours.up : colours.down}}))}]}));
  return {figure, draw};
}
