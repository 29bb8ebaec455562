'use strict';
// What led to an order or a signal, and what became of it.

/** Asked again while the log is being worked off. */
const ASK_EVERY_MS = 500;
const FEATURES = [['rsi14', 'RSI 14'], ['waveTrend', 'WaveTrend'], ['cci20', 'CCI 20'], ['adx20', 'ADX 20'], ['rsi9', 'RSI 9']];
const MEMBERS = {lorentzian: 'neighbours', logistic: 'logistic', chandelier: 'chandelier',
  lorentzianTradingview: 'TradingView’s rule', torchscript: 'TorchScript file'};

const chain = {open: null, drawn: '', asked: 0};

function openChain(kind, key) {
  chain.open = {kind, key};
  chain.drawn = '';
  drawChain();
  byId('chain').showModal();
  byId('chain').scrollTop = 0;
  trace(chainSignal(), ++chain.asked);
}

byId('chain-close').addEventListener('click', () => byId('chain').close());
byId('chain').addEventListener('close', () => { chain.open = null; chain.asked++; });

const chainOrder = () => chain.open && chain.open.kind === 'order' ? tables.orders.get(chain.open.key) : null;
function chainSignal() {
  if (!chain.open) return null;
  if (chain.open.kind === 'signal') return chain.open.key;
  const order = chainOrder();
  if (!order) return null;
  if (order.signal) return order.signal;
  const entry = order.entry && tables.orders.get(order.entry);
  return entry ? entry.signal : null;
}

/** Draws what the run wrote; again whenever that has changed. */
function drawChain() {
  if (!chain.open) return;
  const order = chainOrder();
  const signal = tables.signals.get(chainSignal());
  const text = JSON.stringify([order, signal, order && tables.trades.get(order.entry || order.k)]);
  if (text === chain.drawn) return;
  chain.drawn = text;
  setText(byId('chain-title'), order ? words(order.intent) + ', ' + order.instrument + ', ' + order.account
    : signal ? 'signal, ' + signal.instrument + ', ' + side(signal.direction) : 'no longer among the last rows');
  setText(byId('chain-id'), order ? 'order ' + order.id + ', decided ' + second(order.decidedMs) + ' UTC'
    : signal ? 'of ' + second(signal.timeMs) + ' UTC' : '');
  byId('chain-steps').replaceChildren(...[
    ...(signal ? [confirmationStep(signal)] : []),
    ...(order ? orderSteps(order) : signal ? entrySteps(signal) : [])]);
}

const step = (title, ...text) => h('li', {}, h('strong', {}, title + ': '), text);

const confirmationStep = signal => step('confirmation', side(signal.direction) + ', rule ' + signal.source
  + ', scores ' + number(signal.fast, 6) + ' and ' + number(signal.slow, 6) + ' of ' + minute(signal.earlierMs) + ' and '
  + minute(signal.timeMs) + ' UTC; tier ' + timeframe(signal.tierMs) + ', close ' + price(signal.close) + ', ATR '
  + number(signal.atr, 4) + ', bars ' + words(signal.quality));

function orderSteps(order) {
  const denied = order.outcome === 'DENIED';
  const trade = tables.trades.get(order.entry || order.k);
  const position = tables.positions.get(order.k);
  return [
    order.intent === 'ENTRY' ? null
      : order.entry ? step('closes', 'the trade of entry ' + order.entry.split('|')[1])
      : step('belongs to', 'a position; this order did not close it, so no row names its entry'),
    denied ? step('risk', 'denied, ' + words(order.denial) + (order.detail ? ' (' + numbers(order.detail) + ')' : '') + ' at ' + minute(order.outcomeMs) + ' UTC')
      : order.intent === 'ENTRY' ? step('risk', 'approved, ' + exact(order.quantity) + ' at leverage ' + order.leverage + '×'
        + (order.sizeBound ? ', size bound by ' + words(order.sizeBound) : '')
        + (isNumber(order.stopToCost) ? ', stop distance ' + number(order.stopToCost, 2) + ' times the round-trip cost' : '')) : null,
    denied ? null : step('order', words(order.type) + ' ' + words(order.side) + ' ' + exact(order.quantity)
      + (order.limit ? ' at ' + exact(order.limit) : '') + (order.stop ? ', stop ' + exact(order.stop) : '')
      + ', tier ' + timeframe(order.tierMs) + ', attempt ' + order.attempt
      + (order.validUntilMs ? ', valid until ' + minute(order.validUntilMs) + ' UTC' : '')),
    ...order.events.map(event => step(second(event.timeMs) + ' UTC, the venue', words(event.kind)
      + (event.price ? ' ' + exact(event.quantity) + ' at ' + exact(event.price) + ', fee ' + exact(event.fee) + ' USDT' : '')
      + (event.stop ? ', stop ' + exact(event.stop) : '') + (event.detail ? ' (' + numbers(event.detail) + ')' : ''))),
    denied ? null : step('outcome', words(order.outcome)
      + (order.price ? ' ' + exact(order.filled) + ' at ' + exact(order.price) + (order.reference ? ' (reference ' + exact(order.reference) + ')' : '')
        + (order.liquidity ? ', ' + words(order.liquidity) : '') + ', fee ' + exact(order.fee) + ' USDT' : '')
      + (order.outcomeMs ? ', ' + minute(order.outcomeMs) + ' UTC' : '') + (order.detail ? ' (' + numbers(order.detail) + ')' : '')),
    trade ? step('trade', 'closed ' + minute(trade.closeMs) + ' UTC at ' + exact(trade.exitPrice) + ' by ' + words(trade.exit)
      + ', realised ' + exact(trade.realised) + (trade.net ? ', net ' + exact(trade.net) : '') + ' USDT')
      : position ? step('trade', 'open since ' + minute(position.openMs) + ' UTC') : null,
  ].filter(Boolean);
}

const entrySteps = signal => signal.entries.length === 0
  ? [step('risk', 'no account has decided on it')]
  : signal.entries.map(entry => step(entry.account, became(entry)));

/** What became of an entry, with the numbers that led to it. */
const became = entry => entry.outcome === 'DENIED'
  ? 'denied, ' + words(entry.denial) + (entry.detail ? ' (' + numbers(entry.detail) + ')' : '')
  : words(entry.outcome) + (entry.price ? ' at ' + exact(entry.price) : '') + (entry.detail ? ' (' + numbers(entry.detail) + ')' : '');

// ---- what was worked off again

async function trace(key, asked) {
  const place = byId('chain-traced');
  const say = (...children) => { if (asked === chain.asked) place.replaceChildren(...children); };
  if (!key) {
    say(h('p', {class: 'absent'}, 'Only an entry has a signal; see the chain of the trade’s entry.'));
    return;
  }
  say(h('p', {}, 'working the log off again'), h('progress', {'aria-label': 'working the log off again'}));
  while (asked === chain.asked) {
    const answer = await askTrace(key);
    if (answer.state === 'working') {
      say(h('p', {}, 'working the log off again: ' + number(100 * answer.share, 0) + ' %'),
        h('progress', {max: 1, value: answer.share, 'aria-label': 'working the log off again'}));
    } else if (answer.state !== 'busy') {
      say(...(answer.state === 'found' ? traced(answer) : [h('p', {class: 'notice'}, 'Not recomputed: ' + answer.why + '.')]));
      return;
    }
    await new Promise(done => setTimeout(done, ASK_EVERY_MS));
  }
}

async function askTrace(key) {
  try {
    const response = await fetch('/retrace?signal=' + encodeURIComponent(key));
    return response.ok ? await response.json() : {state: 'missing', why: (await response.text()).trim().replace(/\.$/, '')};
  } catch (e) {
    return {state: 'missing', why: 'the page’s server does not answer'};
  }
}

function traced(answer) {
  const proof = answer.same
    ? h('p', {class: 'proof up', 'data-same': 'true'}, 'The log, worked off again, gives this very signal: every number is equal to the last bit.')
    : h('p', {class: 'proof down', 'data-same': 'false'}, 'The log, worked off again, gives another signal of that time. '
      + 'Scores ' + answer.signal.fast + ' and ' + answer.signal.slow + '. Configuration or code are not the run’s.');
  if (answer.readings.length === 0) {
    return [proof, h('p', {}, 'Its rule looks at bars alone and asks no model.')];
  }
  return [proof, readingsTable(answer.readings), ...answer.readings.flatMap(neighboursTable)];
}

/** One column per timeframe, so that it fits a phone. */
function readingsTable(readings) {
  const line = (head, of, attributes) => h('tr', attributes || {}, h('th', {scope: 'row'}, head), readings.map(one => h('td', {}, of(one))));
  const member = name => line(MEMBERS[name] + ', score × weight', one => one.weights[name] === undefined ? DASH
    : (one.scores[name] === undefined ? 'not recorded' : number(one.scores[name], 4)) + ' × ' + number(one.weights[name], 2), {class: 'sub'});
  const members = Object.keys(MEMBERS).filter(name => readings.some(one => one.weights[name] !== undefined));
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'bars, features and predictions'},
    h('table', {id: 'readings'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'bar'), readings.map(one => h('th', {scope: 'col'}, timeframe(one.timeframeMs))))),
      h('tbody', {},
        line('closed, UTC', one => minute(one.bar.closeMs)),
        line('open', one => price(one.bar.open)), line('high', one => price(one.bar.high)),
        line('low', one => price(one.bar.low)), line('close', one => price(one.bar.close)),
        line('volume, base', one => number(one.bar.volume, 3)), line('quality', one => words(one.bar.quality)),
        ...FEATURES.map(([name, text]) => line(text, one => number(one.features[name], 6))),
        line('Chandelier', one => side(one.features.chandelier)),
        line('ATR 14', one => number(one.features.atr14, 4)),
        ...members.map(member),
        line('prediction, −1 to 1', one => number(one.score, 6), {class: 'score'}),
        ...(readings.some(one => one.model) ? [line('model', one => one.model ? one.model.slice(0, 12) : DASH),
          line('probability of up', one => one.model ? number(one.probabilityUp, 4) : DASH)] : []))));
}

const outcomes = {1: '▲ up', 0: '= neither', '-1': '▼ down'};

function neighboursTable(reading) {
  const name = timeframe(reading.timeframeMs);
  if (reading.neighbours.length === 0) return [];
  const sum = reading.neighbours.reduce((all, one) => all + one.label, 0);
  return [h('h4', {}, 'The ' + reading.neighbours.length + ' nearest past bars of ' + name + ', and what came of them: '
    + signed(sum) + ' / ' + reading.neighbours.length + ' = ' + number(sum / reading.neighbours.length, 4)),
  h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'neighbours of ' + name},
    h('table', {'data-neighbours': name},
      h('thead', {}, h('tr', {}, ['bar closed, UTC', 'close', 'distance', 'then', ...FEATURES.map(([, text]) => text)]
        .map((text, i) => h('th', {scope: 'col', class: i === 3 ? 'text' : null}, text)))),
      h('tbody', {}, reading.neighbours.map(one => h('tr', {},
        h('td', {}, one.closeMs ? minute(one.closeMs) : 'row ' + one.row + ' of the model'),
        h('td', {}, price(one.close)), h('td', {}, number(one.distance, 5)),
        h('td', {class: 'text ' + tone(one.label)}, outcomes[one.label] || DASH),
        one.features.map(value => h('td', {}, number(value, 4))))))))];
}
