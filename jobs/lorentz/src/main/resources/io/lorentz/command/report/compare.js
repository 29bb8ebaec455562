'use strict';
// Several runs side by side.

const RUNS = DATA.runs;
const accountOf = run => run.summary.accounts.main ? 'main' : Object.keys(run.summary.accounts)[0];
const figuresOf = run => run.summary.accounts[accountOf(run)];
const label = (run, index) => `${String.fromCharCode(65 + index)}: ${run.name}`;
const FORMAT = {percent, ratio, money, bps, inR, count};

function figures() {
  const line = (name, path, format, sub) => row(name, RUNS.map((run, index) => {
    const value = path.split('.').reduce((node, key) => node === undefined || node === null ? null : node[key], figuresOf(run));
    return cell(FORMAT[format](value), {'data-run': index, 'data-figure': path, 'data-format': format});
  }), sub ? {class: 'sub'} : {});
  return section('figures', 'Figures', table('The account main of each run, or its first', ['', ...RUNS.map(label)], [
    row('bars from', RUNS.map(run => cell(run.summary.data_from.slice(0, 10)))),
    row('to', RUNS.map(run => cell(run.summary.data_to.slice(0, 10))), {class: 'sub'}),
    row('account', RUNS.map(run => cell(accountOf(run)))),
    line('trades', 'trades', 'count'), line('win rate', 'win_rate', 'percent'), line('needed to break even', 'break_even_win_rate', 'percent', true),
    line('profit factor', 'profit_factor', 'ratio'), line('net of a trade, USDT', 'expectancy', 'money'),
    line('95 % interval from', 'intervals.expectancy.low', 'money', true), line('to', 'intervals.expectancy.high', 'money', true),
    line('gross, bps', 'per_trade_bps.gross', 'bps'), line('cost, bps', 'per_trade_bps.cost', 'bps'), line('net, R', 'per_trade_r.net', 'inR'),
    line('return', 'return', 'percent'), line('without the best three days', 'without_best_days.return', 'percent', true),
    line('return a month', 'monthly_return', 'percent'), line('largest drawdown', 'max_drawdown', 'percent'),
    line('Sharpe, yearly', 'sharpe', 'ratio'), line('fees, USDT', 'fees', 'money'), line('denied', 'denied', 'count')]),
  h('h3', {}, 'Verdicts'), h('ul', {}, RUNS.map((run, index) => h('li', {}, h('b', {}, label(run, index)), ' – ', figuresOf(run).verdict.text))));
}

function equity() {
  const element = h('div', {class: 'chart', style: 'height:420px', role: 'img', 'aria-label': 'Equity of every run over its own start'});
  const sameTime = RUNS.every(run => run.summary.trading_from === RUNS[0].summary.trading_from);
  const lines = RUNS.map((run, index) => {
    const raw = run.equity[accountOf(run)];
    const start = raw ? raw.minutes[0] : 0;
    return {name: label(run, index), type: 'line', showSymbol: false,
      data: raw ? raw.minutes.map((minute, i) => [sameTime ? minute * MINUTE : (minute - start) / 1440, 100 * raw.equity[i] / raw.equity[0]]) : []};
  });
  const node = section('equity', 'Equity', h('figure', {}, element, h('figcaption', {},
    `Equity of each run, its start taken as 100${sameTime ? '' : '; the runs begin at different times, so time is counted in days from each start'}.`)));
  return {node, draw: () => chart(element, colours => ({
    textStyle: {fontFamily: FONT}, animation: false, useUTC: true,
    color: [colours.link, colours.down, colours.up, colours.mark, colours.ink, colours.quiet, colours.bar, '#8a63d2'],
    grid: {left: 8, right: 16, top: 40, bottom: 8, containLabel: true},
    legend: {type: 'scroll', top: 0, icon: 'roundRect', itemHeight: 4, textStyle: {color: colours.ink}, pageTextStyle: {color: colours.quiet}},
    tooltip: tooltip(colours, {trigger: 'axis', valueFormatter: value => ratio(value)}),
    xAxis: axis(colours, {type: sameTime ? 'time' : 'value', splitLine: {show: false}, ...(sameTime ? {} : {max: 'dataMax'})}),
    yAxis: axis(colours, {type: 'value', scale: true}), series: lines.map((line, i) => ({...line, lineStyle: {width: 1.8, type: i % 2 ? 'dashed' : 'solid'}}))}))};
}

/** A tree of configuration as dotted keys; lists of named things by their names. */
function flat(node, prefix, into) {
  if (node === null || typeof node !== 'object') into.set(prefix, String(node));
  else if (Array.isArray(node) && node.every(item => item === null || typeof item !== 'object')) into.set(prefix, node.join(', '));
  else for (const [key, value] of Object.entries(node)) {
    const name = Array.isArray(node) && value && value.name ? value.name : key;
    flat(value, prefix ? `${prefix}.${name}` : name, into);
  }
  return into;
}

function differences() {
  const trees = RUNS.map(run => flat(run.manifest.configuration, '', new Map([['(version)', run.manifest.code.version], ['(commit)', run.manifest.code.commit]])));
  const keys = [...new Set(trees.flatMap(tree => [...tree.keys()]))].sort()
    .filter(key => trees.some(tree => tree.get(key) !== trees[0].get(key)));
  return section('differences', 'Differences of configuration', keys.length === 0
    ? absent('None: the runs were configured alike, by the same code.')
    : table('Keys whose values differ', ['key', ...RUNS.map(label)], keys.map(key => row(h('code', {}, key),
      trees.map(tree => cell(tree.has(key) ? tree.get(key) : DASH))))));
}

if (RUNS.some(run => run.summary.synthetic)) {
  const all = RUNS.every(run => run.summary.synthetic);
  document.body.prepend(h('p', {class: 'synthetic', role: 'note'}, all
    ? 'SYNTHETIC MARKET: made up by a program, says nothing of any real one'
    : 'SYNTHETIC MARKET in: ' + RUNS.filter(run => run.summary.synthetic).map(run => run.name).join(', ')));
}
const equityPart = equity();
document.getElementById('page').replaceWith(h('div', {class: 'wrap'},
  h('header', {}, h('h1', {}, `${RUNS.length} runs side by side`),
    h('p', {class: 'quiet'}, 'Picking the best of several runs on the same bars flatters it: the more are tried, the better the best one looks by chance.')),
  h('main', {}, figures(), equityPart.node, differences())));
equityPart.draw();
