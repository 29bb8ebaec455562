'use strict';
// The page of one run, made of what the report's own files hold.

const SUMMARY = DATA.summary;
const MANIFEST = DATA.manifest;
const BASELINES = SUMMARY.baselines || null;
const COUNTED_ONLY = /^random-\d+$/;
const ACCOUNTS = Object.keys(SUMMARY.accounts).filter(name => !COUNTED_ONLY.test(name));
const RANGE = [Date.parse(SUMMARY.data_from), Date.parse(SUMMARY.data_to)];
const DECIDED_IN = {percent, ratio, money, bps, inR, count, share};

/** A figure of an account, with where it stands in summary.json and how it is written. */
function figure(account, path, format, attributes) {
  const value = path.split('.').reduce((node, key) => node === undefined || node === null ? null : node[key],
    SUMMARY.accounts[account]);
  return cell(DECIDED_IN[format](value), {'data-figure': account + '.' + path, 'data-format': format, ...attributes});
}

const COLUMNS = Object.fromEntries(DATA.trades.columns.map((name, index) => [name, index]));
const number = text => text === '' || text === undefined ? null : Number(text);
const TRADES = DATA.trades.rows.map((cells, index) => {
  const get = name => cells[COLUMNS[name]];
  return {
    index, account: get('account'), instrument: get('instrument'), id: get('entry_id'),
    long: get('direction') === 'LONG', tier: get('tier'), leverage: number(get('leverage')),
    quantity: number(get('quantity')), open: Date.parse(get('open_time')),
    close: get('close_time') ? Date.parse(get('close_time')) : null,
    entryPrice: number(get('entry_price')), exitPrice: number(get('exit_price')),
    stop: number(get('stop_price')) || null, exit: get('exit'), fees: number(get('fees')),
    slippage: number(get('slippage')), funding: number(get('funding')), net: number(get('net')), netR: number(get('net_r'))};
});
const tradesOf = account => TRADES.filter(trade => trade.account === account);

const state = {account: ACCOUNTS.includes('main') ? 'main' : ACCOUNTS[0]};
let runChart = null;

// ---- head

function head() {
  const instruments = [...new Set(MANIFEST.data.map(file => file.instrument))].sort();
  const links = [...(SUMMARY.walk_forward ? [['walk-forward', 'Out of sample']] : []), ['verdict', 'Verdict'], ['headline', 'Figures'], ['edge', 'Edge and cost'], ['chart', 'Chart'],
    ['trades', 'Trades'], ['results', 'Results in R'], ['months', 'Months'], ['hours', 'Hours'], ['rules', 'Rules'],
    ['data-quality', 'Data'], ['assumptions', 'Assumptions'], ['manifest', 'Manifest']];
  return h('header', {},
    h('h1', {}, `${words(MANIFEST.verb).replace(/^./, first => first.toUpperCase())}: ${instruments.join(', ')}`),
    h('p', {class: 'quiet'}, `Bars ${dateTime(SUMMARY.data_from)} to ${dateTime(SUMMARY.data_to)}, trading from `
      + `${dateTime(SUMMARY.trading_from)} (all times UTC, all amounts USDT).`),
    ACCOUNTS.length > 1 ? h('div', {class: 'controls'}, h('label', {for: 'account'}, 'Account shown',
      h('select', {id: 'account', onchange: event => show(event.target.value)},
        ACCOUNTS.map(name => h('option', {value: name, selected: name === state.account}, name))))) : null,
    h('nav', {'aria-label': 'Sections'}, links.map(([id, name]) => h('a', {href: '#' + id}, name))));
}

// ---- figures

function verdict(account) {
  const its = SUMMARY.accounts[account].verdict;
  const element = section('verdict', 'Verdict', h('p', {class: 'sentence', 'data-text': 'verdict'}, its.text),
    h('p', {class: 'small quiet'}, its.rule));
  element.className = 'verdict';
  element.dataset.kind = its.kind;
  return element;
}

function intervalOf(account, key, format) {
  const interval = SUMMARY.accounts[account].intervals[key];
  if (!interval || !isNumber(interval.low) && !isNumber(interval.high)) return cell(DASH);
  const upper = isNumber(interval.high) ? DECIDED_IN[format](interval.high) : 'no bound';
  return cell(`${DECIDED_IN[format](interval.low)} to ${upper}`, {class: 'range', 'data-interval': account + '.' + key});
}

/** What random entries reached: 5th and 95th percentile, and how many did better than this account. */
function randomOf(key, format) {
  const random = BASELINES && BASELINES.random ? BASELINES.random[key] : null;
  if (!random) return [];
  return [cell(`${DECIDED_IN[format](random.p5)} to ${DECIDED_IN[format](random.p95)}`, {class: 'range', 'data-random': key}),
    cell(share(random.share_that_beat))];
}

function targetOf(key, format) {
  const target = DATA.targets[key];
  return target ? `${target.least ? '≥' : '≤'} ${DECIDED_IN[format](target.value)}` : '';
}

function met(account, key) {
  if (!(key in DATA.targets)) return '';
  const reached = SUMMARY.accounts[account][key + '_target_met'];
  return h('span', {class: reached ? 'met' : 'missed'}, reached ? 'met' : 'not met');
}

function headline(account) {
  const its = SUMMARY.accounts[account];
  const random = Boolean(BASELINES && BASELINES.random) && (BASELINES.compared_with || account) === account;
  const line = (name, key, format, sub) => row(name, [figure(account, key, format), intervalOf(account, key, format),
    targetOf(key, format), cell(met(account, key)), ...(random ? padded(randomOf(key, format)) : [])], sub ? {class: 'sub'} : {});
  const padded = cells => cells.length ? cells : [cell(''), cell('')];
  const interval = its.intervals;
  return section('headline', 'Headline figures',
    table(`Account ${account}: what came out, how far it could be luck, and what was asked for`,
      ['', 'this run', '95 % interval', 'target', '', ...(random ? ['random entries, 5 % to 95 %', 'of them better'] : [])], [
        line('win rate', 'win_rate', 'percent'),
        line('needed to break even', 'break_even_win_rate', 'percent', true),
        line('profit factor', 'profit_factor', 'ratio'),
        line('net of a trade, USDT', 'expectancy', 'money'),
        line('return a month', 'monthly_return', 'percent'),
        line('return', 'return', 'percent', true),
        line('largest drawdown', 'max_drawdown', 'percent'),
        line('Sharpe, yearly', 'sharpe', 'ratio'),
        line('Sortino, yearly', 'sortino', 'ratio', true)], {id: 'headline-table'}),
    h('p', {class: 'small quiet', style: 'margin-top:10px'}, isNumber(interval.expectancy.low)
      ? `Intervals: circular block bootstrap over ${interval.days} days in blocks of ${interval.block_days}, `
        + `${count(interval.resamples)} histories, seeded by its trades. A win rate says nothing without the rate needed to break even.`
      : `No intervals: ${interval.days} days with a return are too few for a block bootstrap, or there were no trades. `
        + 'A win rate says nothing without the rate needed to break even.'),
    BASELINES ? null : absent('Baselines (buy and hold, random entries, momentum, trend) are not in this run.'),
    cards([
      ['trades', figureText(account, 'trades', 'count'), {'data-figure': account + '.trades', 'data-format': 'count'}],
      ['still open', ...carded(account, 'open_trades', 'count')],
      ['time in the market', ...carded(account, 'exposure', 'percent')],
      ['mean leverage', ...carded(account, 'mean_leverage', 'ratio')],
      ['signals', ...carded(account, 'signals', 'count')],
      ['orders', ...carded(account, 'orders', 'count')],
      ['fees', ...carded(account, 'fees', 'money')],
      ['equity at the start', ...carded(account, 'initial_equity', 'money')],
      ['equity at the end', ...carded(account, 'final_equity', 'money')],
      ['stop / cost, median', ...carded(account, 'stop_to_cost', 'ratio')]]));
}

const figureText = (account, key, format) => DECIDED_IN[format](SUMMARY.accounts[account][key]);
const carded = (account, key, format) => [figureText(account, key, format),
  {'data-figure': account + '.' + key, 'data-format': format}];

function rates() {
  const rate = BASELINES.rate;
  const known = isNumber(rate) ? [['bar', rate]] : Object.entries(rate || {});
  return known.length === 0 ? '' : ', with a chance per bar of '
    + known.map(([name, chance]) => `${digits(100 * chance, 3)} %${name === 'bar' ? '' : ' on ' + name}`).join(', ');
}

function accounts() {
  if (ACCOUNTS.length < 2) return null;
  const random = BASELINES && BASELINES.random;
  const median = (key, format) => cell(format(random[key] ? random[key].median : null));
  return section('accounts', BASELINES ? 'Accounts and baselines' : 'Accounts',
    table('Every account of this run on the same bars',
      ['', 'trades', 'win rate', 'to break even', 'profit factor', 'return', 'largest drawdown', 'Sharpe', 'gross, bps', 'cost, bps'],
      ACCOUNTS.map(name => row(name, [figure(name, 'trades', 'count'), figure(name, 'win_rate', 'percent'),
        figure(name, 'break_even_win_rate', 'percent'), figure(name, 'profit_factor', 'ratio'), figure(name, 'return', 'percent'),
        figure(name, 'max_drawdown', 'percent'), figure(name, 'sharpe', 'ratio'), figure(name, 'per_trade_bps.gross', 'bps'),
        figure(name, 'per_trade_bps.cost', 'bps')])).concat(random ? [row('random entries, median',
        [cell(''), median('win_rate', percent), cell(''), median('profit_factor', ratio), median('return', percent),
          median('max_drawdown', percent), median('sharpe', ratio), cell(''), cell('')], {class: 'sub'})] : [])),
    random ? h('p', {class: 'small quiet', style: 'margin-top:10px'},
      `Random entries: ${count(random.count)} accounts with the same stops and targets that enter by a hash of seed, instrument and time`
        + `${rates()}. They are held against the account ${BASELINES.compared_with || 'main'}.`) : null);
}

// ---- edge and cost

function edge(account) {
  const its = SUMMARY.accounts[account];
  const element = section('edge', 'Gross edge against cost');
  if (its.trades === 0) {
    element.append(absent('No trade was closed, so there is neither an edge nor a cost to show.'));
    return {element, draw: () => {}};
  }
  const {gross, cost} = its.per_trade_bps;
  element.append(h('p', {}, `Before costs a trade made ${bps(gross)} bps of its notional; fees, slippage and funding took ${bps(cost)} bps. `
    + (gross > cost ? 'On average that covered its cost.' : 'That did not cover its cost.')));
  const part = (name, key, sub) => row(name, [figure(account, 'per_trade_bps.' + key, 'bps'),
    figure(account, 'per_trade_r.' + key, 'inR'), figure(account, 'costs.' + (key === 'cost' ? 'total' : key), 'money'),
    sub ? figure(account, `costs.${key.replace('_paid', '')}_share`, 'share') : cell('')], sub ? {class: 'sub'} : {});
  const parts = ['gross', 'fees', 'slippage', 'funding', 'net'];
  const values = [gross, -its.per_trade_bps.fees, -its.per_trade_bps.slippage, -its.per_trade_bps.funding_paid, its.per_trade_bps.net];
  const bars = barChart(`Mean of a trade in bps: ${parts.map((name, i) => `${name} ${bps(values[i])}`).join(', ')}`,
    'Mean of a trade, bps of its notional: what it made before costs, what each cost took, what was left.', parts, values,
    value => bps(value) + ' bps');
  element.append(h('div', {class: 'pair'},
    table('Mean of a trade, and the sum of all closed trades', ['', 'bps', 'R', 'sum, USDT', 'of cost'], [
      part('gross, before costs', 'gross'), part('cost', 'cost'), part('fees', 'fees', true), part('slippage', 'slippage', true),
      part('funding paid', 'funding_paid', true), part('net', 'net')]), bars.figure));
  element.append(withoutBest(account));
  element.append(costGuard());
  return {element, draw: bars.draw};
}

function withoutBest(account) {
  const its = SUMMARY.accounts[account];
  const left = its.without_best_days;
  if (left.removed.length === 0) return absent('Too few days to take the best three away.');
  const line = (name, all, key, format) => row(name, [cell(DECIDED_IN[format](all)), figure(account, 'without_best_days.' + key, format)]);
  return h('div', {}, h('h3', {}, 'Without the best three days'),
    table(`The same account without ${left.removed.join(', ')}`, ['', 'all days', 'without them'], [
      line('return', its.return, 'return', 'percent'), line('Sharpe, yearly', its.sharpe, 'sharpe', 'ratio'),
      line('trades', its.trades, 'trades', 'count'), line('win rate', its.win_rate, 'win_rate', 'percent'),
      line('needed to break even', its.break_even_win_rate, 'break_even_win_rate', 'percent'),
      line('profit factor', its.profit_factor, 'profit_factor', 'ratio'),
      line('net of a trade, USDT', its.expectancy, 'expectancy', 'money')], {id: 'without-best-days'}));
}

function costGuard() {
  const costs = SUMMARY.cost_r;
  const block = h('div', {id: 'cost-in-r'}, h('h3', {}, 'Cost of a round trip in R, by timeframe'));
  if (!costs || Object.keys(costs).length === 0) {
    block.append(absent('Cost in R by timeframe is not in this run.'));
    return block;
  }
  const value = entry => isNumber(entry) ? entry : entry.cost_r;
  const loud = Object.entries(costs).filter(([, entry]) => value(entry) > 0.1).map(([name]) => name);
  if (loud.length) {
    block.append(h('p', {class: 'notice', role: 'note'}, `Above 0.1 R: ${loud.join(', ')}. With such stops costs eat what a strategy can make, whatever the model.`));
  }
  block.append(table('Fees, spread and slip of both sides over the stop distance', ['timeframe', 'cost, R', 'median ATR, bps', ''],
    Object.entries(costs).map(([name, entry]) => row(name, [cell(inR(value(entry))), cell(bps(entry.median_atr_bps)),
      cell(value(entry) > 0.1 ? 'too costly' : '', {class: 'down'})]))));
  return block;
}

// ---- chart

function bigChart(account) {
  const element = h('div', {class: 'chart tall', id: 'run-chart', role: 'img',
    'aria-label': 'Equity, drawdown and price of the run over time, with entries, exits and stops; the tables below hold the same trades'});
  const status = h('figcaption', {id: 'chart-status', 'aria-live': 'polite'});
  const instruments = Object.entries(DATA.chart.instruments)
    .filter(([, instrument]) => instrument.levels.some(level => level.chunks.length > 0)).map(([name]) => name);
  const span = days => () => {
    const [from, to] = runChart.view;
    const middle = (from + to) / 2;
    runChart.look(middle - days * DAY / 2, middle + days * DAY / 2);
  };
  const shift = direction => () => {
    const [from, to] = runChart.view;
    const step = direction * (to - from) / 2;
    runChart.look(from + step, to + step);
  };
  const node = section('chart', 'Equity and price', h('div', {class: 'controls'},
    instruments.length ? h('label', {for: 'instrument'}, 'Instrument', h('select', {id: 'instrument',
      onchange: event => runChart.show(event.target.value)}, instruments.map(name => h('option', {value: name}, name)))) : null,
    h('button', {type: 'button', onclick: () => runChart.look(...RANGE)}, 'All'),
    h('button', {type: 'button', onclick: span(30)}, '30 days'), h('button', {type: 'button', onclick: span(7)}, '7 days'),
    h('button', {type: 'button', onclick: span(1)}, '1 day'), h('button', {type: 'button', onclick: span(0.25)}, '6 hours'),
    h('button', {type: 'button', 'aria-label': 'Earlier', onclick: shift(-1)}, '←'),
    h('button', {type: 'button', 'aria-label': 'Later', onclick: shift(1)}, '→')),
  h('figure', {}, element, status,
    h('p', {class: 'small quiet', style: 'margin-top:6px'}, 'Drag to move, shift and wheel or the slider to zoom. Triangles are entries, up for long and down for short; '
      + 'diamonds are exits, dashes the first stop. Candles of a long run that are shorter than 15 minutes are carried for days with trades only.')));
  return {node, draw: () => {
    runChart = new RunChart(element, status, account, tradesOf(account), RANGE);
    runChart.refresh();
  }};
}

function jump(trade) {
  const end = trade.close || Math.min(trade.open + HOUR, RANGE[1]);
  const air = Math.max(30 * MINUTE, 1.5 * (end - trade.open));
  const select = document.getElementById('instrument');
  if (select) select.value = trade.instrument;
  runChart.instrument = trade.instrument;
  runChart.look(trade.open - air, end + air);
  runChart.refresh();
  document.querySelectorAll('#trade-table tr[aria-current]').forEach(line => line.removeAttribute('aria-current'));
  const line = document.querySelector(`#trade-table tr[data-trade="${trade.index}"]`);
  if (line) line.setAttribute('aria-current', 'true');
  document.getElementById('chart').scrollIntoView();
}

// ---- trades

// Name, what it sorts by, how it is written, its tone; texts stand to the left.
const TRADE_COLUMNS = [
  ['opened', trade => trade.open, trade => timeOf(trade.open), null, true],
  ['net', trade => trade.net === null ? -Infinity : trade.net, trade => money(trade.net), trade => tone(trade.net)],
  ['net, R', trade => trade.netR === null ? -Infinity : trade.netR, trade => inR(trade.netR), trade => tone(trade.netR)],
  ['instrument', trade => trade.instrument, trade => trade.instrument, null, true],
  ['side', trade => trade.long ? 'long' : 'short', trade => trade.long ? 'long' : 'short', null, true],
  ['cost', trade => costOf(trade), trade => money(costOf(trade))],
  ['entry', trade => trade.entryPrice, trade => plainNumber(trade.entryPrice)],
  ['first stop', trade => trade.stop || 0, trade => trade.stop ? plainNumber(trade.stop) : DASH],
  ['exit', trade => trade.exitPrice || 0, trade => trade.exitPrice ? plainNumber(trade.exitPrice) : DASH],
  ['closed by', trade => trade.exit, trade => trade.close ? words(trade.exit).replace(/^exit /, '') : DASH, null, true],
  ['closed', trade => trade.close || Infinity, trade => trade.close ? timeOf(trade.close).slice(5) : 'open at end'],
  ['tier', trade => trade.tier, trade => trade.tier, null, true]];
const plainNumber = value => signed(value.toLocaleString('en-US', {maximumFractionDigits: 8}));
const costOf = trade => trade.fees + trade.slippage - (trade.funding || 0);
const PAGE_ROWS = 50;

function tradeList(account) {
  const all = tradesOf(account);
  if (all.length === 0) return section('trades', 'Trades', absent('This account has no trade.'));
  const view = {column: 0, descending: false, shown: PAGE_ROWS, instrument: '', side: '', exit: '', result: ''};
  const body = h('tbody');
  const told = h('p', {class: 'small quiet', id: 'trade-count', 'aria-live': 'polite', style: 'margin-top:10px'});
  const more = h('button', {type: 'button', onclick: () => { view.shown += 4 * PAGE_ROWS; fill(); }}, 'Show more');
  const heads = TRADE_COLUMNS.map(([name, , , , isText], index) => h('th', {scope: 'col', class: isText ? 'text' : null}, h('button', {type: 'button', onclick: () => {
    view.descending = view.column === index ? !view.descending : false;
    view.column = index;
    fill();
  }}, name)));
  const matches = trade => (!view.instrument || trade.instrument === view.instrument)
    && (!view.side || (trade.long ? 'long' : 'short') === view.side) && (!view.exit || trade.exit === view.exit)
    && (!view.result || (view.result === 'win' ? trade.net > 0 : trade.net !== null && trade.net <= 0));
  function fill() {
    const key = TRADE_COLUMNS[view.column][1];
    const sign = view.descending ? -1 : 1;
    const chosen = all.filter(matches).sort((a, b) => {
      const [left, right] = [key(a), key(b)];
      return left < right ? -sign : left > right ? sign : a.index - b.index;
    });
    body.replaceChildren(...chosen.slice(0, view.shown).map(trade => {
      const cells = TRADE_COLUMNS.map(([name, , text, its, isText]) =>
        h('td', {'data-column': name, class: [its ? its(trade) : '', isText ? 'text' : ''].join(' ').trim() || null}, text(trade)));
      const [opened, ...others] = cells;
      return h('tr', {'data-trade': trade.index}, opened,
        h('td', {}, h('button', {type: 'button', 'aria-label': `Show the trade of ${timeOf(trade.open)} in the chart`,
          onclick: () => jump(trade)}, 'chart')), others);
    }));
    heads.forEach((head, index) => index === view.column
      ? head.setAttribute('aria-sort', view.descending ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
    const net = chosen.reduce((sum, trade) => sum + (trade.net || 0), 0);
    told.textContent = `${count(Math.min(view.shown, chosen.length))} of ${count(chosen.length)} trades shown, net of all of these ${money(net)} USDT.`;
    more.hidden = chosen.length <= view.shown;
  }
  const filter = (id, name, options) => h('label', {for: 'filter-' + id}, name, h('select', {id: 'filter-' + id,
    onchange: event => { view[id] = event.target.value; view.shown = PAGE_ROWS; fill(); }},
  h('option', {value: ''}, 'all'), options.map(option => h('option', {value: option}, words(option).replace(/^exit /, '')))));
  const values = get => [...new Set(all.map(get))].sort();
  const instruments = filter('instrument', 'Instrument', values(trade => trade.instrument));
  instruments.querySelectorAll('option').forEach(option => { if (option.value) option.textContent = option.value; });
  fill();
  return section('trades', 'Trades', h('div', {class: 'controls'}, instruments, filter('side', 'Side', ['long', 'short']),
    filter('exit', 'Closed by', values(trade => trade.exit)), filter('result', 'Result', ['win', 'loss'])), told,
  ...scrolled('Amounts in USDT after all costs; cost is fees, slippage and funding paid. A heading sorts.', h('table', {id: 'trade-table'},
    h('thead', {}, h('tr', {}, heads[0], h('th', {scope: 'col'}, h('span', {class: 'hidden'}, 'show in the chart')), heads.slice(1))), body)),
  h('div', {class: 'controls'}, more));
}

// ---- distributions

function results(account) {
  const its = SUMMARY.accounts[account].results_r;
  const element = section('results', 'Results in R');
  element.append(h('p', {class: 'quiet small'}, 'R is what a trade risked: the distance from its entry to its first stop times its quantity.'));
  if (its.trades === 0) {
    element.append(absent('No closed trade has a stop, so there is no result in R.'));
    return {element, draw: () => {}};
  }
  const bound = value => signed(value.toFixed(1));
  const names = its.histogram.map(bin => bin.from === null ? '< ' + bound(bin.to) : bin.to === null ? '≥ ' + bound(bin.from) : bound(bin.from));
  const chartElement = h('div', {class: 'chart', role: 'img', 'aria-label': 'Number of trades by net result in R: '
    + its.histogram.map((bin, i) => [names[i], bin.trades]).filter(([, trades]) => trades > 0).map(([name, trades]) => `${name}: ${trades}`).join(', ')});
  element.append(cards([['trades with an R', count(its.trades)],
    ['mean', inR(its.mean), {'data-figure': account + '.results_r.mean', 'data-format': 'inR'}],
    ['median', inR(its.median), {'data-figure': account + '.results_r.median', 'data-format': 'inR'}],
    ['best', inR(its.best), {'data-figure': account + '.results_r.best', 'data-format': 'inR'}],
    ['worst', inR(its.worst), {'data-figure': account + '.results_r.worst', 'data-format': 'inR'}]]),
  h('figure', {}, chartElement, h('figcaption', {}, 'Trades by net result, in steps of half an R; each step is named by where it begins.')));
  const draw = () => chart(chartElement, colours => ({
    textStyle: {fontFamily: FONT}, animation: false, grid: {left: 8, right: 12, top: 16, bottom: 8, containLabel: true},
    tooltip: tooltip(colours, {trigger: 'axis', axisPointer: {type: 'shadow'},
      formatter: items => `from ${items[0].name} R<br><b>${count(items[0].value)} trades</b>`}),
    xAxis: axis(colours, {type: 'category', data: names, splitLine: {show: false}, axisTick: {show: false}}),
    yAxis: axis(colours, {type: 'value', minInterval: 1}),
    series: [{type: 'bar', barCategoryGap: '12%', data: its.histogram.map(bin => ({value: bin.trades,
      itemStyle: {color: bin.from !== null && bin.from >= 0 ? colours.up : colours.down}}))}]}));
  return {element, draw};
}

function months(account) {
  const its = SUMMARY.accounts[account].months;
  const element = section('months', 'Months');
  if (its.length === 0) {
    element.append(absent('No day of trading, so there is no month to show.'));
    return {element, draw: () => {}};
  }
  const bars = barChart('Return by month', 'Return of each month, its days compounded. The first and the last may not be whole.',
    its.map(month => month.month), its.map(month => 100 * (month.return || 0)), value => percent(value / 100));
  element.append(h('div', {class: 'pair'}, table('By UTC month in which a trade closed',
    ['month', 'return', 'net, USDT', 'trades', 'win rate', 'to break even'], its.map((month, i) => row(month.month, [
      figure(account, `months.${i}.return`, 'percent', {class: tone(month.return)}),
      figure(account, `months.${i}.net`, 'money', {class: tone(month.net)}), figure(account, `months.${i}.trades`, 'count'),
      figure(account, `months.${i}.win_rate`, 'percent'), figure(account, `months.${i}.break_even_win_rate`, 'percent')]))), bars.figure));
  return {element, draw: bars.draw};
}

function hours(account) {
  const its = SUMMARY.accounts[account].hours;
  const element = section('hours', 'Hours of the day');
  if (its.length === 0) {
    element.append(absent('No closed trade, so there is no hour to show.'));
    return {element, draw: () => {}};
  }
  const all = Array.from({length: 24}, (_, hour) => its.find(each => each.hour === hour) || {hour, net: 0});
  const bars = barChart('Net result by hour of entry', 'Net of the trades opened in each UTC hour, USDT. Of 24 hours one or two look good by chance.',
    all.map(each => pad(each.hour)), all.map(each => each.net), value => money(value) + ' USDT');
  element.append(bars.figure, table('By UTC hour in which a trade was opened',
    ['hour', 'trades', 'win rate', 'to break even', 'gross, bps', 'net, bps', 'net, R', 'net, USDT'], its.map((hour, i) => row(pad(hour.hour), [
      figure(account, `hours.${i}.trades`, 'count'), figure(account, `hours.${i}.win_rate`, 'percent'),
      figure(account, `hours.${i}.break_even_win_rate`, 'percent'), figure(account, `hours.${i}.gross_bps`, 'bps'),
      figure(account, `hours.${i}.net_bps`, 'bps'), figure(account, `hours.${i}.net_r`, 'inR'),
      figure(account, `hours.${i}.net`, 'money', {class: tone(hour.net)})]))));
  return {element, draw: bars.draw};
}

// ---- rules, data, manifest

function rules(account) {
  const its = SUMMARY.accounts[account];
  return section('rules', 'What the rules did', h('div', {class: 'pair'},
    h('div', {}, h('h3', {}, 'Size bound by'), counts('Entries by the rule that bound their size', 'rule', Object.entries(its.size_bound_by), {id: 'size-bound'})),
    h('div', {}, h('h3', {}, 'Entries denied'), counts('Refused entries by reason', 'reason', Object.entries(its.denied_by_reason), {id: 'denials'}))));
}

function dataQuality(account) {
  const its = SUMMARY.accounts[account];
  const stamped = (name, read) => read && read.records !== undefined
    ? [name, `${count(read.records)} read${read.conflicts ? `, ${count(read.conflicts)} conflicts` : ''}`] : null;
  return section('data-quality', 'Data quality', cards([
    ['bars', count(SUMMARY.bars)], ['missing bars', ...carded(account, 'missing_bars', 'count')], ['gaps', ...carded(account, 'gaps', 'count')],
    ['duplicates dropped', count(SUMMARY.duplicates)], ['conflicts', count(SUMMARY.conflicts)],
    stamped('funding', SUMMARY.funding), stamped('mark prices', SUMMARY.mark)].filter(Boolean)),
  its.gaps > 0 ? h('p', {style: 'margin-top:12px'}, `${count(its.missing_bars)} bars were missing in ${count(its.gaps)} gaps. Short gaps were bridged by bars on which nothing is traded; a longer one started the indicators anew.`)
    : h('p', {style: 'margin-top:12px'}, 'No bar was missing between the first and the last of a series.'),
  SUMMARY.funding && SUMMARY.funding.records > 0 ? null
    : absent('Funding rates are not in this run, so holding a position cost nothing but its fills.'),
  SUMMARY.notices.length ? h('ul', {}, SUMMARY.notices.map(text => h('li', {}, text))) : null,
  table('Files that were read', ['instrument', h('th', {scope: 'col', class: 'text'}, 'file'), 'bytes', 'SHA-256'], MANIFEST.data.map(file => row(file.instrument, [
    cell(file.file, {class: 'text'}), count(file.bytes), cell(h('code', {title: file.sha256}, file.sha256.slice(0, 16) + '…'))]))));
}

function assumptions() {
  return section('assumptions', 'What the simulator assumed', h('ul', {}, MANIFEST.assumptions.map(text => h('li', {}, text))));
}

function manifest() {
  const line = (name, value) => row(name, [h('td', {class: 'wraps'}, h('code', {}, value))]);
  return section('manifest', 'Manifest', table('What made this report', ['what', h('th', {scope: 'col', class: 'text'}, 'value')], [
    line('version', MANIFEST.code.version), line('commit', MANIFEST.code.commit), line('orders, SHA-256', SUMMARY.orders_sha256),
    line('configuration, SHA-256', MANIFEST.configuration_sha256),
    line('time taken', `${digits(SUMMARY.wall_seconds, 1)} s, ${count(SUMMARY.bars_per_second)} bars a second`)]),
  h('details', {}, h('summary', {}, 'Configuration'), h('pre', {tabindex: '0'}, JSON.stringify(MANIFEST.configuration, null, 2))));
}

// ---- walk forward

const WALK = SUMMARY.walk_forward || null;

/** A mean with its 98 % interval, in the given form. */
function bounded(mean, format) {
  if (!mean || !isNumber(mean.value)) return cell(DASH);
  return cell(`${format(mean.value)} (${format(mean.low)} to ${format(mean.high)})`, {class: 'range'});
}

const points = value => `${digits(100 * value, 2)} pp`;
const bp = value => digits(value, 2);
const small = value => digits(1000 * value, 3);

function judgedRows() {
  const line = (name, its) => row(name, [cell(words(its.verdict), {class: 'text'}), count(its.trades), bounded(its.gross_bps, bp), bounded(its.net_bps, bp), percent(its.net_win_rate),
    percent(its.break_even_win_rate), isNumber(its.deflated_sharpe) ? digits(its.deflated_sharpe, 3) : DASH,
    isNumber(its.permutation.p) ? digits(its.permutation.p, 3) : DASH]);
  return [line(WALK.account, WALK), ...Object.entries(WALK.beside).map(([name, its]) => line(name, its))];
}

function walkForward() {
  if (!WALK) return null;
  const frames = Object.entries(WALK.direction);
  const element = section('walk-forward', 'Out of sample', h('p', {class: 'sentence', 'data-text': 'walk-forward'}, WALK.text),
    h('p', {class: 'small quiet'}, `${count(WALK.schedule.length)} models, each trained on the days before its own and in force until the next; `
      + `${count(WALK.trials)} ${WALK.trials === 1 ? 'trial' : 'trials'}; intervals hold 98 of 100 histories made of blocks of days; `
      + 'an edge has to have its net result above 0 in 99 of them, to beat 99 of 100 random shifts of its entries, and a deflated Sharpe ratio above 0.99.'),
    table('Results of trades, bps of notional', ['account', h('th', {scope: 'col', class: 'text'}, 'verdict'), 'trades', 'gross', 'net', 'won', 'to break even', 'deflated Sharpe', 'shifts as good'], judgedRows()),
    table('Does it know the direction', ['timeframe', 'bars', 'independent', 'right', 'less class prior', 'less momentum', 'Brier less prior, ‰', 'log loss less prior, ‰'],
      frames.map(([name, its]) => row(name, [count(its.rows), isNumber(its.effective_rows) ? count(Math.round(its.effective_rows)) : DASH, bounded(its.accuracy, percent),
        bounded(its.accuracy_less_prior, points), bounded(its.accuracy_less_momentum, points), bounded(its.brier_less_prior, small), bounded(its.log_loss_less_prior, small)]))),
    h('details', {}, h('summary', {}, 'What was said and what came'), table('Calibrated probability of up, ten groups of equal size', ['timeframe', 'bars', 'said', 'came'],
      frames.flatMap(([name, its]) => its.reliability.map(bin => row(name, [count(bin.rows), percent(bin.said), percent(bin.came)]))))),
    table('Members', ['timeframe', h('th', {scope: 'col', class: 'text'}, 'member'), 'right alone', 'right without it'],
      frames.flatMap(([name, its]) => its.members.map(one => row(name, [cell(one.member, {class: 'text'}), percent(one.accuracy_alone), percent(one.accuracy_without)])))),
    table('Filters: move in the direction predicted, before costs', ['filter', 'predictions', 'bps'],
      WALK.filters.map(one => row(one.filter, [count(one.predictions), bounded(one.gross_bps, bp)]))),
    h('details', {}, h('summary', {}, 'Drift of the features'), table('Stability index against the training of the model in force, above 0.25 is another population',
      ['timeframe', h('th', {scope: 'col', class: 'text'}, 'month'), 'f1', 'f2', 'f3', 'f4', 'f5'],
      Object.entries(WALK.drift_psi).flatMap(([name, months]) => months.map(one => row(name, [cell(one.month, {class: 'text'}),
        ...['f1', 'f2', 'f3', 'f4', 'f5'].map(feature => isNumber(one[feature]) ? digits(one[feature], 3) : DASH)]))))));
  return element;
}

// ---- the page

function show(account) {
  state.account = account;
  CHARTS.splice(0).forEach(each => each.instance.dispose());
  const parts = [edge(account), bigChart(account), results(account), months(account), hours(account)];
  const [edgePart, chartPart, resultPart, monthPart, hourPart] = parts.map(part => part.element || part.node);
  document.querySelector('main').replaceChildren(...[walkForward(), verdict(account), headline(account), accounts(), edgePart, chartPart, tradeList(account),
    resultPart, monthPart, hourPart, rules(account), dataQuality(account), assumptions(), manifest()].filter(Boolean));
  parts.forEach(part => part.draw());
}

if (SUMMARY.synthetic) {
  document.body.prepend(h('p', {class: 'synthetic', role: 'note'}, 'SYNTHETIC MARKET: made up by a program, says nothing of any real one'));
  document.title = 'SYNTHETIC: ' + document.title;
}
document.getElementById('page').replaceWith(h('div', {class: 'wrap'}, head(), h('main')));
show(state.account);
