'use strict';
// Keeps the last of each section, and draws a section anew when it has changed: at most twice a second.

const DASH = '–';
const state = {};
let heardMs = 0;
let openOrder = null;

const byId = id => document.getElementById(id);
const number = (value, digits) => value === '' || value === undefined || value === null || !Number.isFinite(Number(value))
  ? DASH
  : new Intl.NumberFormat('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(Number(value)).replace('-', '−');
// Prices and quantities are exact texts and stay as they are.
const exact = text => text === '' || text === undefined || text === 'null' ? DASH : String(text).replace('-', '−');
const percent = value => number(100 * value, 2) + ' %';
const time = ms => ms ? new Date(ms).toISOString().slice(5, 16).replace('T', ' ') : DASH;
const timeframe = ms => ms % 3600000 === 0 ? ms / 3600000 + 'h' : ms / 60000 + 'm';
const words = code => code.toLowerCase().replace(/_/g, ' ');
const side = direction => direction > 0 ? '▲ long' : '▼ short';
const tone = value => Number(value) > 0 ? 'up' : Number(value) < 0 ? 'down' : '';

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

const cell = (text, attributes) => h('td', attributes || {}, text);
const left = {class: 'text'};

/** A table with its own scroll, reachable by the keyboard. */
function table(label, heads, rows) {
  if (rows.length === 0) return h('p', {class: 'absent'}, 'none yet');
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label},
    h('table', {},
      h('thead', {}, h('tr', {}, heads.map(([text, isText]) => h('th', {scope: 'col', class: isText ? 'text' : null}, text)))),
      h('tbody', {}, rows)));
}

function show(id, ...children) {
  byId(id).replaceChildren(...children.filter(child => child !== null));
}

// ---- accounts

function card(label, value, extra) {
  return h('div', {}, h('dt', {}, label), h('dd', {}, value, extra || null));
}

function used(value, limit, label) {
  return limit === undefined
    ? card(label, percent(value) + ', no limit')
    : card(label, number(100 * value, 2) + ' of ' + percent(limit),
      h('meter', {min: 0, max: limit, low: limit / 2, high: 0.8 * limit, optimum: 0, value: Math.min(value, limit),
        'aria-label': label + ' against its limit'}));
}

function curve(series) {
  if (series.length < 2) return null;
  const values = series.map(point => point[1]);
  const low = Math.min(...values), high = Math.max(...values), span = high - low || 1;
  const first = series[0][0], width = series[series.length - 1][0] - first || 1;
  const points = series.map(([ms, value]) =>
    (1000 * (ms - first) / width).toFixed(1) + ',' + (95 - 90 * (value - low) / span).toFixed(1)).join(' ');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 1000 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('class', 'equity');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', 'equity from ' + number(values[0], 2) + ' to ' + number(values[values.length - 1], 2)
    + ' USDT, lowest ' + number(low, 2) + ', highest ' + number(high, 2));
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  line.setAttribute('points', points);
  svg.append(line);
  return h('div', {}, svg, h('p', {class: 'caption'},
    'Equity, ' + time(first) + ' to ' + time(series[series.length - 1][0]) + ' UTC, between '
    + number(low, 2) + ' and ' + number(high, 2) + ' USDT'));
}

function accounts(all) {
  if (all.length === 0) return show('accounts', h('p', {class: 'absent'}, 'no point of equity yet'));
  show('accounts', ...all.map(account => h('div', {class: 'account'},
    h('h3', {}, account.name),
    account.halted ? h('p', {class: 'notice'}, 'Halted by a person: no entries.') : null,
    !account.halted && !account.trading ? h('p', {class: 'notice'}, 'Takes no entries: a limit is reached, or trading has not started.') : null,
    h('dl', {class: 'cards'},
      card('equity, USDT', number(account.equity, 2)),
      card('balance, USDT', number(account.balance, 2)),
      card('exposure, USDT', number(account.exposure, 2)),
      card('open positions', String(account.openPositions)),
      used(account.dayLoss, account.dayLossLimit, 'loss today'),
      used(account.drawdown, account.drawdownLimit, 'drawdown')),
    curve(account.series))));
}

// ---- tables

function positions(all) {
  show('positions', table('positions',
    [['opened, UTC', true], ['account', true], ['instrument', true], ['side', true], ['quantity'], ['entry'], ['first stop'], ['tier'], ['leverage']],
    all.map(each => h('tr', {}, cell(time(each.openMs), left), cell(each.account, left), cell(each.instrument, left),
      cell(side(each.direction), {class: 'text ' + tone(each.direction)}), cell(exact(each.quantity)), cell(exact(each.entry)),
      cell(exact(each.stop)), cell(timeframe(each.tierMs)), cell(each.leverage + '×')))));
}

const outcomeOf = order => words(order.outcome) + (order.denial ? ': ' + words(order.denial) : '');

function orders(all) {
  show('orders', table('orders',
    [['', true], ['decided, UTC', true], ['account', true], ['instrument', true], ['intent', true], ['side', true], ['quantity'], ['price'], ['outcome', true]],
    all.map(order => h('tr', {},
      cell(h('button', {type: 'button', 'aria-label': 'chain of ' + order.id, onclick: () => chain(order.id)}, 'chain'), left),
      cell(time(order.decidedMs), left), cell(order.account, left), cell(order.instrument, left),
      cell(words(order.intent), left), cell(words(order.side), left), cell(exact(order.quantity)), cell(exact(order.price)),
      cell(outcomeOf(order), left)))));
}

function signals(all) {
  show('signals', table('signals',
    [['time, UTC', true], ['instrument', true], ['side', true], ['1m score'], ['5m score'], ['tier'], ['close'], ['ATR'], ['rule', true], ['what came of it', true]],
    all.map(each => h('tr', {}, cell(time(each.timeMs), left), cell(each.instrument, left),
      cell(side(each.direction), {class: 'text ' + tone(each.direction)}), cell(number(each.fast, 3)), cell(number(each.slow, 3)),
      cell(timeframe(each.tierMs)), cell(number(each.close, 2)), cell(number(each.atr, 2)), cell(each.source, left),
      cell(became(each), left)))));
}

/** An entry is decided on a signal of its instrument at the signal's own time. */
const entriesOf = signal => (state.orders || []).filter(order =>
  order.intent === 'ENTRY' && order.instrument === signal.instrument && order.decidedMs === signal.timeMs);
function became(signal) {
  const entries = entriesOf(signal);
  return entries.length === 0 ? DASH : entries.map(order => order.account + ' ' + outcomeOf(order)).join(', ');
}

function trades(all) {
  show('trades', table('trades closed',
    [['closed, UTC', true], ['account', true], ['instrument', true], ['side', true], ['entry'], ['exit'], ['why', true], ['fees'], ['realised, USDT']],
    all.map(each => h('tr', {}, cell(time(each.closeMs), left), cell(each.account, left), cell(each.instrument || DASH, left),
      cell(each.direction ? side(each.direction) : DASH, left), cell(exact(each.entry)), cell(exact(each.exitPrice)),
      cell(words(each.exit), left), cell(number(each.fee, 2)), cell(number(each.realised, 2), {class: tone(each.realised)})))));
}

/** Of a bar behind by more than this, s, somebody should know. */
const LATE_S = 90;
const SHOWN_LATE = 50;
const behindS = (each, now) => Math.max(0, Math.round((now - each.progressMs) / 1000));
const isLate = (each, now) => each.givenUp || behindS(each, now) > LATE_S;

function feeds(all) {
  const now = state.run ? state.run.clockMs : 0;
  const venues = [...new Set(all.progress.map(each => each.venue))];
  const late = all.progress.filter(each => isLate(each, now));
  show('feeds',
    table('venues', [['venue', true], ['instruments'], ['in time'], ['late'], ['given up'], ['bars up to, UTC', true], ['state', true]],
      venues.map(venue => {
        const own = all.progress.filter(each => each.venue === venue);
        const givenUp = own.filter(each => each.givenUp).length;
        const slow = own.filter(each => isLate(each, now)).length - givenUp;
        const bad = slow + givenUp > 0;
        return h('tr', {}, cell(venue, left), cell(String(own.length)), cell(String(own.length - slow - givenUp)), cell(String(slow)),
          cell(String(givenUp)), cell(time(Math.min(...own.map(each => each.progressMs))), left),
          cell(bad ? '▲ not all in time' : '● in time', {class: 'text ' + (bad ? 'down' : 'up')}));
      })),
    late.length === 0 ? null : h('h3', {}, 'Not in time' + (late.length > SHOWN_LATE ? ', the first ' + SHOWN_LATE + ' of ' + late.length : '')),
    late.length === 0 ? null : table('not in time', [['venue', true], ['instrument', true], ['bars up to, UTC', true], ['behind'], ['state', true]],
      late.slice(0, SHOWN_LATE).map(each => h('tr', {}, cell(each.venue, left), cell(each.instrument, left), cell(time(each.progressMs), left),
        cell(behindS(each, now) + ' s'), cell(each.givenUp ? '▲ given up' : '▲ late', {class: 'text down'})))),
    h('h3', {}, 'Decisions on venues'),
    table('decisions on venues', [['minute, UTC', true], ['instrument', true], ['what', true], ['from', true], ['to', true], ['detail', true]],
      all.decisions.map(each => h('tr', {}, cell(time(each.timeMs), left), cell(each.instrument, left), cell(words(each.kind), left),
        cell(each.other || DASH, left), cell(each.venue || DASH, left), cell(each.detail || DASH, left)))));
}

function run(all) {
  const model = all.models.map(each => each.role.toLowerCase() + ' model ' + each.id.slice(0, 12) + ' from ' + time(each.fromMs)).join(', ');
  const parts = [
    all.remoteAccount ? 'LIVE: orders of ' + all.remoteAccount + ' go to the venue' : 'paper',
    model || 'no trained model: the window of the last bars',
    all.configuration ? 'configuration ' + all.configuration.slice(0, 12) : '',
    all.code ? 'code ' + all.code : ''].filter(Boolean);
  show('run', parts.join(' · '), ...all.findings.map(each =>
    h('span', {class: 'notice', style: null}, ' ' + each.account + ' ' + words(each.kind) + ' ' + each.instrument + ' ' + each.detail)));
}

// ---- one order

const step = (title, text) => h('li', {}, h('strong', {}, title + ': '), text);

function chain(id) {
  const order = (state.orders || []).find(each => each.id === id);
  if (!order) return;
  openOrder = id;
  const signal = (state.signals || []).find(each => each.instrument === order.instrument && each.timeMs === order.decidedMs);
  const trade = (state.trades || []).find(each => each.id === id) || (state.positions || []).find(each => each.id === id);
  const steps = [
    order.intent !== 'ENTRY' ? null
      : signal ? step('bar', timeframe(60000) + ' bar closed ' + time(signal.timeMs) + ' UTC at ' + number(signal.close, 2) + ', ATR ' + number(signal.atr, 2))
      : step('bar', 'its signal is no longer among the last 100'),
    signal && order.intent === 'ENTRY' ? step('prediction', '1m score ' + number(signal.fast, 3) + ', 5m score ' + number(signal.slow, 3) + ', ' + side(signal.direction)) : null,
    signal && order.intent === 'ENTRY' ? step('confirmation', 'the two agree at ' + time(signal.earlierMs) + ' and ' + time(signal.timeMs) + ' UTC; tier ' + timeframe(signal.tierMs) + ', rule ' + signal.source) : null,
    order.denial ? step('risk', 'refused, ' + words(order.denial) + (order.detail ? ' (' + order.detail + ')' : ''))
      : step('risk', 'approved; ' + exact(order.quantity) + (order.sizeBound && order.sizeBound !== 'null' ? ', size bound by ' + words(order.sizeBound) : '') + (order.leverage ? ', leverage ' + order.leverage + '×' : '')),
    order.denial ? null : step('order', words(order.type) + ' ' + words(order.side) + (order.stop ? ', stop ' + exact(order.stop) : '') + ', attempt ' + order.attempt),
    order.denial ? null : step('outcome', outcomeOf(order) + (order.price ? ' at ' + exact(order.price) + ', fee ' + exact(order.fee) : '') + (order.outcomeMs ? ', ' + time(order.outcomeMs) + ' UTC' : '')),
    trade ? step('trade', trade.closeMs ? 'closed ' + time(trade.closeMs) + ' UTC at ' + exact(trade.exitPrice) + ', ' + words(trade.exit) + ', realised ' + number(trade.realised, 2) + ' USDT' : 'open') : null];
  const dialog = byId('chain') || document.body.appendChild(h('dialog', {id: 'chain', 'aria-labelledby': 'chain-title'}));
  dialog.replaceChildren(h('h2', {id: 'chain-title'}, words(order.intent) + ' ' + order.instrument), h('p', {class: 'quiet small'}, order.id),
    h('ol', {}, steps.filter(Boolean)),
    h('button', {type: 'button', onclick: () => { openOrder = null; dialog.close(); }}, 'close'));
  if (!dialog.open) dialog.showModal();
}

// ---- what comes

const DRAW = {run, accounts, positions, orders, signals, trades, feeds};

function take(sections) {
  heardMs = Date.now();
  Object.assign(state, sections);
  for (const name of Object.keys(sections)) DRAW[name](sections[name]);
  if (sections.orders && state.signals) signals(state.signals);
  if (sections.run && state.feeds && !sections.feeds) feeds(state.feeds);
  if (openOrder && (sections.orders || sections.trades)) chain(openOrder);
}

function tell() {
  const element = byId('state');
  if (heardMs === 0) return;
  const silent = Math.round((Date.now() - heardMs) / 1000);
  const clock = state.run && state.run.clockMs ? 'market clock ' + new Date(state.run.clockMs).toISOString().slice(0, 19).replace('T', ' ') + ' UTC' : 'nothing in the log yet';
  element.className = silent > 5 ? 'stale' : 'live';
  element.textContent = (silent > 5 ? 'nothing heard for ' + silent + ' s; ' : 'connected; ') + clock;
}

const source = new EventSource('/events');
source.onmessage = event => { take(JSON.parse(event.data)); tell(); };
source.onerror = () => { byId('state').className = 'stale'; byId('state').textContent = 'not connected; trying again'; };
setInterval(tell, 1000);
