'use strict';
// Keeps the last row of each key, as the server does, and touches on the page only what has changed.

/** A venue's last bar is a minute old at most, and some seconds for it to come. */
const LATE_MS = 90000;
/** Two beats of the server and some. */
const DEAF_MS = 5000;
/** Until the server is asked again that has refused us. */
const AGAIN_MS = 2000;
/** What is older than this, by the market clock, is not how things stand: bars close each minute, late ones count. */
const OLD_MS = 150000;
/** The market clock enters the log four times a second. */
const SILENT_MS = 5000;

const tables = Object.fromEntries(['run', 'accounts', 'positions', 'orders', 'signals', 'trades', 'venues', 'decisions',
  'findings', 'prices'].map(name => [name, new Map()]));
const equity = new Map();
const reading = {heardMs: 0, refusal: ''};

const bodyOf = id => document.querySelector('#' + id + ' > .body');
const text = (head, of, more) => ({head, of, text: true, ...more});
const figure = (head, of, more) => ({head, of, ...more});

// ---- tables

const last = row => tables.prices.get(row.instrument);
const isOld = ms => clockMs() - ms > OLD_MS;
const open = row => last(row) ? (last(row).close - Number(row.entry)) * Number(row.quantity) * row.direction : NaN;

const SHOWN = {
  positions: new KeyedTable(bodyOf('positions'), 'positions', [
    text('opened, UTC', row => minute(row.openMs)), text('account', row => row.account), text('instrument', row => row.instrument),
    text('side', row => side(row.direction), {tone: row => tone(row.direction)}),
    figure('quantity', row => exact(row.quantity)), figure('entry', row => exact(row.entry)),
    figure('last close', row => last(row) ? price(last(row).close) + (isOld(last(row).timeMs) ? ' of ' + minute(last(row).timeMs) : '') : DASH),
    figure('open P&L', row => number(open(row), 2), {tone: row => tone(open(row))}),
    figure('first stop', row => exact(row.stop)), figure('tier', row => timeframe(row.tierMs)), figure('leverage', row => row.leverage + '×'),
    {button: 'chain', label: row => row.k, click: row => openChain('order', row.k), shown: row => tables.orders.has(row.k)},
  ], 'no open position'),
  orders: new KeyedTable(bodyOf('orders'), 'orders', [
    {button: 'chain', label: row => row.id, click: row => openChain('order', row.k)},
    text('decided', row => minute(row.decidedMs)), text('account', row => row.account), text('instrument', row => row.instrument),
    text('intent', row => words(row.intent)), text('side', row => words(row.side)),
    figure('quantity', row => row.outcome === 'DENIED' ? DASH : exact(row.quantity)), figure('filled at', row => exact(row.price)),
    text('outcome', row => words(row.outcome) + (row.denial ? ', ' + words(row.denial) : '')),
  ], 'no order yet'),
  signals: new KeyedTable(bodyOf('signals'), 'signals', [
    {button: 'chain', label: row => row.k, click: row => openChain('signal', row.k)},
    text('time', row => minute(row.timeMs)), text('instrument', row => row.instrument), text('rule', row => row.source),
    text('side', row => side(row.direction), {tone: row => tone(row.direction)}),
    figure('fast score', row => number(row.fast, 3)), figure('slow score', row => number(row.slow, 3)),
    figure('tier', row => timeframe(row.tierMs)), figure('close', row => price(row.close)),
    {head: 'what came of it', text: 'reasons', of: row => row.entries.length === 0 ? (isBeforeTrading(row) ? 'before trading started' : DASH)
      : row.entries.map(entry => entry.account + ': ' + became(entry)).join('; ')},
  ], 'no signal yet'),
  trades: new KeyedTable(bodyOf('trades'), 'trades closed', [
    text('closed', row => minute(row.closeMs)), text('account', row => row.account), text('instrument', row => row.instrument || DASH),
    text('side', row => side(row.direction), {tone: row => tone(row.direction)}),
    figure('entry', row => exact(row.entry)), figure('exit', row => exact(row.exitPrice)), text('closed by', row => words(row.exit)),
    figure('realised', row => number(row.realised, 2), {tone: row => tone(row.realised)}),
    figure('fees', row => number(row.fees, 2)), figure('net', row => number(row.net, 2), {tone: row => tone(row.net)}),
  ], 'no trade closed yet'),
  decisions: new KeyedTable(byId('decisions'), 'decisions on venues', [
    text('minute, UTC', row => minute(row.timeMs)), text('instrument', row => row.instrument), text('what', row => words(row.kind)),
    text('venue in force', row => row.venue || DASH), text('the other', row => row.other || DASH),
    {head: 'numbers', text: 'reasons', of: row => numbers(row.detail) || DASH},
  ], 'none yet'),
};

const tradingFromMs = () => { const run = tables.run.get('run'); return run ? run.tradingFromMs : undefined; };
const isBeforeTrading = row => tradingFromMs() !== undefined && row.timeMs <= tradingFromMs();

// ---- feeds, put together by venue; one row per venue and instrument only where somebody looks

const clockMs = () => { const run = tables.run.get('run'); return run ? run.clockMs : 0; };
const behindMs = row => row.progressMs ? Math.max(0, clockMs() - row.progressMs) : Infinity;
const feedState = row => row.givenUp ? '▲ given up' : !row.progressMs ? '▲ no bar yet' : behindMs(row) > LATE_MS ? '▲ late' : '● in time';
const feedTone = row => feedState(row).startsWith('●') ? 'up' : 'down';

const venueTable = new KeyedTable(bodyOf('feeds'), 'feeds by venue', [
  text('venue', row => row.venue), figure('instruments', row => number(row.count, 0)), figure('in time', row => number(row.inTime, 0)),
  figure('late', row => number(row.late, 0)), figure('given up', row => number(row.givenUp, 0)),
  text('bars of all up to, UTC', row => minute(row.leastMs)), text('furthest behind', row => row.worst), text('state', row => row.state, {tone: row => row.tone}),
], 'no venue has said anything yet; a log that was published from files has none');
const instrumentTable = new KeyedTable(document.querySelector('#by-instrument .body'), 'feeds by venue and instrument', [
  text('venue', row => row.venue), text('instrument', row => row.instrument), text('bars up to, UTC', row => minute(row.progressMs)),
  figure('behind', row => row.progressMs ? span(behindMs(row)) : DASH), text('state', feedState, {tone: feedTone}),
], 'none');

function drawFeeds() {
  const venues = new Map();
  for (const row of tables.venues.values()) {
    const of = venues.get(row.venue) || {k: row.venue, o: 0, venue: row.venue, count: 0, inTime: 0, late: 0, givenUp: 0, mostMs: -1, worst: DASH, leastMs: Infinity};
    venues.set(row.venue, of);
    of.count++;
    of.leastMs = Math.min(of.leastMs, row.progressMs || 0);
    const inTime = feedTone(row) === 'up';
    if (inTime) of.inTime++;
    else if (row.givenUp) of.givenUp++;
    else of.late++;
    if (!inTime && behindMs(row) > of.mostMs) {
      of.mostMs = behindMs(row);
      of.worst = row.instrument + ', ' + (row.progressMs ? span(of.mostMs) : 'no bar yet');
    }
  }
  for (const of of venues.values()) {
    of.tone = of.inTime === of.count ? 'up' : 'down';
    of.state = of.inTime === of.count ? '● in time' : of.inTime === 0 ? '▲ down' : '▲ in part';
  }
  venueTable.apply({all: true, gone: [], rows: [...venues.values()]});
  if (byId('by-instrument').open) instrumentTable.apply({all: true, gone: [], rows: [...tables.venues.values()]});
}
byId('by-instrument').addEventListener('toggle', () => {
  instrumentTable.apply({all: true, gone: [], rows: byId('by-instrument').open ? [...tables.venues.values()] : []});
});

// ---- accounts

const cards = new Map();

function card(name) {
  const part = (label, meter) => {
    const value = h('span', {}), bar = meter ? h('meter', {min: 0, 'aria-label': meter, hidden: true}) : null;
    return {value, bar, element: h('div', {}, h('dt', {}, label), h('dd', {}, value, bar))};
  };
  const parts = {equity: part('equity'), balance: part('balance'), exposure: part('exposure'),
    openPositions: part('open positions'), dayLoss: part('loss today', name + ', loss today against its limit'),
    drawdown: part('drawdown', name + ', drawdown against its limit')};
  const notice = h('p', {class: 'notice', hidden: true}), caption = h('p', {class: 'caption'}, '');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  for (const [key, value] of Object.entries({viewBox: '0 0 1000 100', preserveAspectRatio: 'none', class: 'equity', role: 'img',
    'aria-label': 'equity of ' + name})) svg.setAttribute(key, value);
  svg.append(line);
  const element = h('div', {class: 'account', 'data-account': name}, h('h3', {}, name), notice,
    h('dl', {class: 'cards'}, Object.values(parts).map(one => one.element)), svg, caption);
  return {element, parts, notice, caption, svg, line};
}

function used(part, value, limit) {
  setText(part.value, limit === undefined ? percent(value) + ', no limit' : number(100 * value, 2) + ' of ' + percent(limit));
  part.bar.hidden = limit === undefined;
  if (limit === undefined) return;
  part.bar.max = limit;
  part.bar.low = limit / 2;
  part.bar.high = 0.8 * limit;
  part.bar.optimum = 0;
  part.bar.value = Math.min(value, limit);
}

/** What speaks against taking the figures for how the account stands, and why it takes no entries. */
const noticeOf = account => [
  reading.jobSilent ? 'These figures are of ' + minute(account.timeMs) + ' UTC: the job has said nothing since.' : '',
  refusalOf(account)].filter(Boolean).join(' ');

function refusalOf(account) {
  if (account.halted) {
    return (account.halted === 'FLATTEN' ? 'Flattened and halted' : 'Halted') + ' by a person at ' + minute(account.haltedMs)
      + ' UTC: no entries until resume.' + (account.haltedWhy ? ' Reason: ' + account.haltedWhy : '');
  }
  if (account.trading) return '';
  const run = tables.run.get('run');
  if (account.drawdownLimit !== undefined && account.drawdown >= account.drawdownLimit) return 'Drawdown limit reached: no entries until a person resumes.';
  if (account.dayLossLimit !== undefined && account.dayLoss >= account.dayLossLimit) return 'Day loss limit reached: no entries until 00:00 UTC.';
  return run && !run.tradingFromMs ? 'Trading has not started: no entries yet.' : 'Takes no entries: a limit was reached, or trading has not started.';
}

function drawAccount(account) {
  let shown = cards.get(account.k);
  if (!shown) {
    shown = card(account.k);
    cards.set(account.k, shown);
    byId('no-account').hidden = true;
    const after = [...cards.keys()].sort().find(name => name > account.k);
    bodyOf('accounts').insertBefore(shown.element, after ? cards.get(after).element : null);
  }
  const {parts} = shown;
  for (const name of ['equity', 'balance', 'exposure']) setText(parts[name].value, number(account[name], 2));
  setText(parts.openPositions.value, String(account.openPositions));
  used(parts.dayLoss, account.dayLoss, account.dayLossLimit);
  used(parts.drawdown, account.drawdown, account.drawdownLimit);
  setText(shown.notice, noticeOf(account));
  shown.notice.hidden = shown.notice.textContent === '';
}

function drawEquity(name) {
  const shown = cards.get(name);
  if (!shown) return;
  const points = [...equity.get(name).values()].sort((a, b) => a.o - b.o);
  if (points.length < 2) {
    shown.svg.setAttribute('hidden', '');
    return;
  }
  shown.svg.removeAttribute('hidden');
  let low = Infinity, high = -Infinity;
  for (const {v} of points) { low = Math.min(low, v); high = Math.max(high, v); }
  const first = points[0], end = points[points.length - 1], width = end.o - first.o || 1;
  // A day on which nothing happens lies in the middle.
  const height = v => high === low ? 50 : 95 - 90 * (v - low) / (high - low);
  shown.line.setAttribute('points', points.map(({o, v}) =>
    (1000 * (o - first.o) / width).toFixed(1) + ',' + height(v).toFixed(1)).join(' '));
  setText(shown.caption, 'Equity from ' + minute(first.o) + ' to ' + minute(end.o) + ' UTC: ' + number(first.v, 2) + ' to '
    + number(end.v, 2) + ' USDT, lowest ' + number(low, 2) + ', highest ' + number(high, 2));
}

// ---- the run

function drawRun() {
  const run = tables.run.get('run');
  if (!run) return;
  const models = run.models.filter(model => model.id || !model.inForce).map(model => words(model.role) + ' model '
    + (model.id ? model.id.slice(0, 12) : 'none') + (model.inForce ? ' in force since ' : ' to come ') + minute(model.fromMs) + ' UTC'
    + (model.reason ? ' (' + model.reason + ')' : ''));
  setText(byId('run'), [
    run.remoteAccount ? 'live: orders of ' + run.remoteAccount + ' go to the venue'
      : run.configuration ? 'paper: no order goes to a venue' : 'the log does not say yet which run this is',
    !run.asksModels ? 'no trained model: neighbours and weights learned from the log' : models.length ? models.join(', ') : 'no trained model in force: no prediction',
    run.configuration ? 'configuration ' + run.configuration.slice(0, 12) : '', run.code ? 'code ' + run.code : ''].filter(Boolean).join(' · '));
  const notices = [];
  if (run.configuration && run.shownWith && run.configuration !== run.shownWith) {
    notices.push('This page was given another configuration (' + run.shownWith.slice(0, 12) + ') than the run (' + run.configuration.slice(0, 12)
      + '): limits, and what is recomputed, may be others.');
  }
  for (const found of tables.findings.values()) {
    notices.push('Venue and log differ, ' + found.account + ' ' + found.instrument + ' since ' + minute(found.sinceMs) + ' UTC: '
      + words(found.kind) + (found.detail ? ' (' + numbers(found.detail) + ')' : '') + (found.blocks ? '; entries are blocked' : ''));
  }
  const place = byId('notices');
  if (JSON.stringify(notices) !== place.dataset.shown) {
    place.dataset.shown = JSON.stringify(notices);
    place.replaceChildren(...notices.map(notice => h('p', {class: 'notice'}, notice)));
  }
}

// ---- what comes

function keep(map, change) {
  if (change.all) map.clear();
  for (const key of change.gone) map.delete(key);
  for (const row of change.rows) map.set(row.k, row);
}

function take(message) {
  reading.heardMs = Date.now();
  const wasSilent = reading.jobSilent;
  Object.assign(reading, message.reading);
  const {tables: changed, equity: series} = message;
  const began = tradingFromMs();
  for (const [name, change] of Object.entries(changed)) {
    keep(tables[name], change);
    if (SHOWN[name]) SHOWN[name].apply(change);
  }
  for (const [name, change] of Object.entries(series)) {
    if (!equity.has(name)) equity.set(name, new Map());
    keep(equity.get(name), change);
  }
  if (changed.accounts || changed.run || reading.jobSilent !== wasSilent) for (const account of tables.accounts.values()) drawAccount(account);
  for (const name of Object.keys(series)) drawEquity(name);
  if (changed.prices || changed.orders || changed.run) SHOWN.positions.redraw();
  if (tradingFromMs() !== began) SHOWN.signals.redraw();
  if (changed.run || changed.venues) drawFeeds();
  if (changed.run || changed.findings) drawRun();
  drawChain();
  tell();
}

/**
 * What the line and the log are like: told by words and a sign, not by colour alone. Only the words that
 * seldom change are read out.
 */
function tell() {
  const say = (name, words, detail) => {
    setClass(byId('line'), name);
    setText(byId('state'), words);
    setText(byId('detail'), detail ? '; ' + detail : '');
  };
  const deafMs = Date.now() - reading.heardMs;
  if (reading.refusal) return say('stale', 'not connected', reading.refusal);
  if (reading.heardMs === 0) return;
  if (deafMs > DEAF_MS) return say('stale', 'not connected, trying again', 'what stands here is ' + span(deafMs) + ' old');
  if (reading.fault) return say('stale', 'connected, but the log cannot be read', reading.fault);
  if (reading.silentMs < 0) return say('waiting', 'connected, nothing in the log yet');
  const silentMs = reading.silentMs + deafMs;
  const run = tables.run.get('run');
  const clock = 'market clock ' + second(run.clockMs || run.logTimeMs) + ' UTC';
  const past = reading.history < 1 ? ', reading what lies before: ' + number(100 * reading.history, 0) + ' %'
    : reading.rowsRead ? '' : ', reading the rows';
  if (silentMs > SILENT_MS) return say('stale', 'connected, but nothing comes', 'last record ' + span(silentMs) + ' ago, ' + clock + past);
  if (reading.jobSilent) {
    return say('stale', 'connected, but the job says nothing', 'its last figures are of ' + second(reading.saidMs) + ' UTC, ' + clock);
  }
  say('live', 'connected', clock + past);
}

/** A line that breaks comes back by itself; one that the server refuses is asked for again unless it never will be. */
function connect() {
  const source = new EventSource('/events');
  source.onopen = () => { reading.refusal = ''; };
  source.onmessage = event => take(JSON.parse(event.data));
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) refused(); else tell(); };
}

async function refused() {
  const asked = new AbortController();
  let again = true;
  try {
    const answer = await fetch('/events', {signal: asked.signal});
    if (answer.status === 403) {
      again = false;
      reading.refusal = 'this address is not the run’s any more, open the one that the command prints';
    } else if (!answer.ok) {
      reading.refusal = (await answer.text()).trim();
    }
    asked.abort();
  } catch (e) {
    reading.refusal = 'the page’s server does not answer';
  }
  tell();
  if (again) setTimeout(connect, AGAIN_MS);
}

connect();
setInterval(tell, 1000);
