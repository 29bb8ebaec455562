'use strict';
// The big chart: equity, drawdown and candles over one time axis. Candles are unpacked for what is
// in view and for no more, in the shortest length that the view has room for.

const LADDER = [1, 3, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 10080].map(minutes => minutes * MINUTE);

/** Unpacks a chunk of bars; the form is defined in BarChunk.java. */
async function unpack(chunk, lengthMs) {
  const packed = Uint8Array.from(atob(chunk.bars), character => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let at = 0;
  const next = () => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  const zigzag = () => {
    const value = next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const n = chunk.count;
  const scale = 10 ** chunk.decimals;
  const columns = {time: new Float64Array(n), open: new Float64Array(n), high: new Float64Array(n),
    low: new Float64Array(n), close: new Float64Array(n)};
  for (let i = 0, time = chunk.from; i < n; i++) columns.time[i] = time += next() * lengthMs;
  for (let i = 0; i < n; i++) columns.open[i] = zigzag();
  for (let i = 0; i < n; i++) columns.close[i] = zigzag();
  for (let i = 0, close = 0; i < n; i++) {
    columns.open[i] += close;
    close = columns.close[i] += columns.open[i];
  }
  for (let i = 0; i < n; i++) columns.high[i] = Math.max(columns.open[i], columns.close[i]) + next();
  for (let i = 0; i < n; i++) columns.low[i] = Math.min(columns.open[i], columns.close[i]) - next();
  for (const name of ['open', 'high', 'low', 'close']) {
    for (let i = 0; i < n; i++) columns[name][i] /= scale;
  }
  return columns;
}

/** Bars of one instrument at the lengths the file carries. */
class Series {
  constructor(levels) {
    this.levels = levels;
    this.unpacked = new Map();
  }

  /** The chunks of a level that touch a span. */
  chunks(level, from, to) {
    return level.chunks.filter(chunk => chunk.from < to && chunk.from + level.span_ms > from);
  }

  /** The level to draw a span from in bars of a length: the longest that is short enough and there. */
  level(lengthMs, from, to) {
    const long = this.levels[this.levels.length - 1];
    if (lengthMs >= long.length_ms) return long;
    const short = this.levels[0];
    const held = new Set(short.chunks.map(chunk => chunk.from));
    const overview = this.chunks(long, from, to).length > 0;
    for (let day = Math.floor(from / DAY) * DAY; overview && day < to; day += DAY) {
      if (!held.has(day) && day >= this.first && day <= this.last) return long;
    }
    return short;
  }

  get first() { return Math.floor(this.levels[this.levels.length - 1].chunks[0].from / DAY) * DAY; }

  get last() {
    const level = this.levels[this.levels.length - 1];
    const chunk = level.chunks[level.chunks.length - 1];
    return chunk.from + level.span_ms;
  }

  async bars(from, to, room) {
    let length = LADDER.find(each => (to - from) / each <= room) || LADDER[LADDER.length - 1];
    const level = this.level(length, from, to);
    length = Math.max(length, level.length_ms);
    const start = Math.floor(from / length) * length - length;
    const bars = [];
    for (const chunk of this.chunks(level, start, to + length)) {
      if (!this.unpacked.has(chunk)) this.unpacked.set(chunk, unpack(chunk, level.length_ms));
      const columns = await this.unpacked.get(chunk);
      for (let i = 0; i < columns.time.length; i++) {
        const time = columns.time[i];
        if (time < start || time > to + length) continue;
        const bucket = Math.floor(time / length) * length;
        const last = bars[bars.length - 1];
        if (last && last[0] === bucket) {
          last[2] = columns.close[i];
          last[3] = Math.min(last[3], columns.low[i]);
          last[4] = Math.max(last[4], columns.high[i]);
        } else {
          bars.push([bucket, columns.open[i], columns.close[i], columns.low[i], columns.high[i]]);
        }
      }
    }
    return {length, bars};
  }
}

/** Running fall from the highest equity so far, as a fraction. */
function drawdowns(points) {
  let peak = -Infinity;
  return points.map(([time, equity]) => {
    peak = Math.max(peak, equity);
    return [time, peak > 0 ? equity / peak - 1 : 0];
  });
}

const curve = raw => raw ? raw.minutes.map((minute, i) => [minute * MINUTE, raw.equity[i]]) : [];

/** The big chart of one account. */
class RunChart {
  constructor(element, status, account, trades, range) {
    this.element = element;
    this.status = status;
    this.range = range;
    this.series = {};
    for (const [name, instrument] of Object.entries(DATA.chart.instruments)) {
      if (instrument.levels.some(level => level.chunks.length > 0)) this.series[name] = new Series(instrument.levels);
    }
    this.instrument = Object.keys(this.series)[0] || null;
    this.view = [...range];
    this.drawing = 0;
    this.chart = chart(element, colours => this.frame(colours));
    CHARTS[CHARTS.length - 1].draw = () => this.redraw();
    this.chart.on('datazoom', () => this.zoomed());
    this.select(account, trades);
  }

  select(account, trades) {
    this.equity = curve(DATA.chart.equity[account]);
    this.drawdown = drawdowns(this.equity);
    this.trades = trades;
    this.redraw();
  }

  show(instrument) {
    this.instrument = instrument;
    this.refresh();
  }

  /** Shows a span of time, at least a few bars long and within the run. */
  look(from, to) {
    const width = Math.min(Math.max(to - from, 30 * MINUTE), this.range[1] - this.range[0]);
    const middle = (from + to) / 2;
    const start = Math.min(Math.max(this.range[0], middle - width / 2), this.range[1] - width);
    this.view = [start, start + width];
    this.chart.dispatchAction({type: 'dataZoom', dataZoomIndex: 0, startValue: start, endValue: start + width});
  }

  redraw() {
    this.chart.setOption(this.frame(palette()), true);
    this.refresh();
  }

  zoomed() {
    const zoom = this.chart.getOption().dataZoom[0];
    this.view = [zoom.startValue, zoom.endValue];
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh(), 40);
  }

  /** Everything but the data in view. */
  frame(colours) {
    const narrow = this.element.clientWidth < 600;
    const left = narrow ? 54 : 76;
    const right = narrow ? 10 : 20;
    const time = (gridIndex, labels) => axis(colours, {type: 'time', gridIndex, min: this.range[0], max: this.range[1],
      splitLine: {show: false}, axisLabel: {show: labels, hideOverlap: true, formatter: {year: '{yyyy}', month: '{MMM}', day: '{d} {MMM}',
        hour: '{HH}:{mm}', minute: '{HH}:{mm}', second: '{HH}:{mm}', millisecond: '{HH}:{mm}', none: '{d} {MMM}'}}, axisTick: {show: labels},
      axisPointer: {label: {show: labels, formatter: ({value}) => timeOf(value)}}});
    const value = (gridIndex, name, formatter, more) => axis(colours, {type: 'value', gridIndex, name, scale: true,
      nameTextStyle: {color: colours.quiet, align: 'left', padding: [0, 0, 0, -left + 8]}, splitNumber: 4,
      axisLabel: {formatter, showMinLabel: false, showMaxLabel: false}, ...more});
    return {
      textStyle: {fontFamily: FONT}, animation: false, useUTC: true,
      grid: [{left, right, top: 28, height: '20%'}, {left, right, top: '30%', height: '10%'},
        {left, right, top: '46%', bottom: 88}],
      axisPointer: {link: [{xAxisIndex: 'all'}], lineStyle: {color: colours.quiet},
        label: {backgroundColor: colours.ink, color: colours.sheet}},
      tooltip: tooltip(colours, {trigger: 'axis', axisPointer: {type: 'cross', crossStyle: {color: colours.quiet}},
        formatter: items => this.words(items), position: narrow ? [8, 8] : undefined}),
      xAxis: [time(0, false), time(1, false), time(2, true)],
      yAxis: [value(0, 'equity, USDT', number => count(number)),
        value(1, 'drawdown', number => signed((100 * number).toFixed(1)) + ' %', {max: 0, scale: false, splitNumber: 2,
          axisLabel: {formatter: number => signed(FORMATS[1].format(100 * number)) + ' %'}}),
        value(2, 'price', number => signed(number.toLocaleString('en-US')))],
      dataZoom: [
        {type: 'slider', xAxisIndex: [0, 1, 2], startValue: this.view[0], endValue: this.view[1], filterMode: 'none',
          bottom: 8, height: 34, left, right, borderColor: colours.line, fillerColor: colours.veil,
          backgroundColor: colours.soft, textStyle: {color: colours.quiet}, showDetail: false, brushSelect: false,
          dataBackground: {lineStyle: {color: colours.quiet}, areaStyle: {color: colours.bar}},
          selectedDataBackground: {lineStyle: {color: colours.ink}, areaStyle: {color: colours.bar}},
          handleStyle: {borderColor: colours.quiet, color: colours.sheet}, moveHandleStyle: {color: colours.bar}},
        {type: 'inside', xAxisIndex: [0, 1, 2], startValue: this.view[0], endValue: this.view[1], filterMode: 'none',
          zoomOnMouseWheel: 'shift', moveOnMouseWheel: false}],
      series: [
        {id: 'equity', name: 'equity', type: 'line', xAxisIndex: 0, yAxisIndex: 0, showSymbol: false, data: this.equity,
          lineStyle: {color: colours.link, width: 1.6}, itemStyle: {color: colours.link}},
        {id: 'drawdown', name: 'drawdown', type: 'line', xAxisIndex: 1, yAxisIndex: 1, showSymbol: false,
          data: this.drawdown, lineStyle: {color: colours.down, width: 1}, itemStyle: {color: colours.down},
          areaStyle: {color: colours.down, opacity: .25, origin: 0}},
        {id: 'candles', name: 'price', type: 'candlestick', xAxisIndex: 2, yAxisIndex: 2, data: [], clip: true,
          itemStyle: {color: colours.up, color0: colours.down, borderColor: colours.up, borderColor0: colours.down}},
        {id: 'held', type: 'lines', coordinateSystem: 'cartesian2d', xAxisIndex: 2, yAxisIndex: 2, data: [], clip: true,
          silent: true, z: 4},
        {id: 'stops', type: 'lines', coordinateSystem: 'cartesian2d', xAxisIndex: 2, yAxisIndex: 2, data: [], clip: true,
          silent: true, z: 4, lineStyle: {color: colours.mark, type: 'dashed', width: 1.5, opacity: 1}},
        {id: 'entries', name: 'entry', type: 'scatter', xAxisIndex: 2, yAxisIndex: 2, data: [], z: 6, clip: true,
          itemStyle: {color: colours.link, borderColor: colours.sheet, borderWidth: 1}},
        {id: 'exits', name: 'exit', type: 'scatter', xAxisIndex: 2, yAxisIndex: 2, data: [], z: 6, clip: true,
          symbol: 'diamond', symbolSize: 12, itemStyle: {borderColor: colours.sheet, borderWidth: 1}}]};
  }

  /** Loads and draws what is in view. */
  async refresh() {
    const turn = ++this.drawing;
    const colours = palette();
    const [from, to] = this.view;
    const room = Math.max(60, Math.floor(this.element.clientWidth / 4));
    const series = this.series[this.instrument];
    const {length, bars} = series ? await series.bars(from, to, room) : {length: 0, bars: []};
    if (turn !== this.drawing) return;
    this.length = length;
    const seen = this.trades.filter(trade => trade.instrument === this.instrument
      && trade.open <= to && (trade.close || to) >= from);
    const few = seen.length <= 250;
    const near = seen.length <= 60;
    const size = near ? 13 : few ? 9 : 5;
    const width = Math.max(1, Math.floor(0.7 * this.plotWidth() * length / Math.max(1, to - from)));
    const prices = bars.filter(bar => bar[0] + length >= from && bar[0] <= to);
    const marks = few ? seen : [];
    const lows = prices.map(bar => bar[3]).concat(near ? marks.map(trade => trade.stop || trade.entryPrice) : []);
    const highs = prices.map(bar => bar[4]).concat(near ? marks.map(trade => trade.stop || trade.entryPrice) : []);
    const span = this.span(lows, highs);
    const money = this.equity.filter(point => point[0] >= from && point[0] <= to).map(point => point[1]);
    const equitySpan = this.span(money, money);
    this.chart.setOption({
      yAxis: [equitySpan, {}, span],
      series: [
        {id: 'candles', barWidth: width,
          data: bars.map(([time, open, close, low, high]) => [time + length / 2, open, close, low, high])},
        {id: 'held', data: marks.map(trade => ({
          coords: [[trade.open, trade.entryPrice], [trade.close || to, trade.exitPrice || trade.entryPrice]],
          lineStyle: {color: trade.net >= 0 ? colours.up : colours.down, width: 1.5, opacity: .9}}))},
        {id: 'stops', data: marks.filter(trade => trade.stop).map(trade => ({
          coords: [[trade.open, trade.stop], [trade.close || to, trade.stop]]}))},
        {id: 'entries', data: seen.map(trade => ({value: [trade.open, trade.entryPrice], symbol: 'triangle',
          symbolRotate: trade.long ? 0 : 180, symbolSize: size, trade}))},
        {id: 'exits', symbolSize: size - 1, data: seen.filter(trade => trade.close).map(trade => ({
          value: [trade.close, trade.exitPrice], trade,
          itemStyle: {color: trade.net >= 0 ? colours.up : colours.down}}))}]});
    this.status.textContent = series
      ? `${this.instrument}, ${timeOf(from)} to ${timeOf(to)} UTC: ${count(prices.length)} candles of ${timeframe(length)}, ${count(seen.length)} trades`
      : 'This run carries no bars.';
    this.element.dataset.bars = String(prices.length);
    this.element.dataset.length = timeframe(length || MINUTE);
    this.element.dataset.ready = 'true';
  }

  plotWidth() {
    return this.element.clientWidth - (this.element.clientWidth < 600 ? 64 : 96);
  }

  span(lows, highs) {
    if (lows.length === 0) return {min: null, max: null};
    let low = Infinity;
    let high = -Infinity;
    for (const value of lows) low = Math.min(low, value);
    for (const value of highs) high = Math.max(high, value);
    const air = (high - low || Math.abs(high) * 0.01 || 1) * 0.06;
    return {min: low - air, max: high + air};
  }

  words(items) {
    const lines = [];
    const candle = items.find(item => item.seriesId === 'candles');
    const time = candle ? candle.value[0] - this.length / 2 : items[0].value[0];
    lines.push(`<b>${timeOf(time)}</b>`);
    for (const item of items) {
      const value = item.value;
      if (item.seriesId === 'equity') lines.push(`equity ${money(value[1])} USDT`);
      if (item.seriesId === 'drawdown') lines.push(`drawdown ${percent(value[1])}`);
      if (item.seriesId === 'candles') {
        lines.push(`open ${value[1].toLocaleString('en-US')}, high ${value[4].toLocaleString('en-US')}`,
          `low ${value[3].toLocaleString('en-US')}, close ${value[2].toLocaleString('en-US')}`);
      }
      if (item.seriesId === 'entries' || item.seriesId === 'exits') {
        const trade = item.data.trade;
        lines.push(`${item.seriesId === 'entries' ? 'entry' : 'exit'} ${trade.long ? 'long' : 'short'} at ${value[1].toLocaleString('en-US')}`
          + (trade.close ? `, net ${money(trade.net)} USDT` : ''));
      }
    }
    return lines.slice(0, 10).join('<br>');
  }
}
