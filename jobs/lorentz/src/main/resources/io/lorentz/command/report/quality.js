'use strict';
// The quality of an archive: what is there, day by day, and what is wrong with it.

const LABELS = ['nothing', 'below 50 %', '50 to 90 %', '90 to 99 %', '99 to 99.9 %', 'a little missing', 'all there'];
// From missing to whole; readable for those who do not tell red from green: it darkens too.
const COLOURS = ['#7a1f00', '#b83c10', '#e0813f', '#e7b95c', '#b9c86a', '#67b37c', '#0b7285'];
const level = coverage => coverage >= 1 ? 6 : coverage >= 0.999 ? 5 : coverage >= 0.99 ? 4 : coverage >= 0.9 ? 3 : coverage >= 0.5 ? 2 : coverage > 0 ? 1 : 0;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SHOWN = 200;

/** The months of a year that have bars, as weeks of days, Monday first. */
function calendar(series, year, days) {
  const dates = [...days.keys()].sort();
  const first = Date.parse(dates[0].slice(0, 8) + '01T00:00:00Z');
  const last = Date.parse(dates[dates.length - 1] + 'T00:00:00Z');
  const weekday = ms => (new Date(ms).getUTCDay() + 6) % 7;
  const begin = first - weekday(first) * DAY;
  const cells = [];
  const months = [];
  for (let ms = first; ms <= last; ms += DAY) {
    const column = Math.floor((ms - begin) / (7 * DAY)) + 1;
    if (new Date(ms).getUTCDate() === 1) months.push(h('span', {style: `grid-column:${column}/span 4`}, MONTHS[new Date(ms).getUTCMonth()]));
    const day = days.get(dateOf(ms));
    if (day === undefined) continue;
    const text = `${dateOf(ms)}: ${count(day.bars)} of ${count(day.expected)} bars`;
    cells.push(h('i', {style: `grid-column:${column};grid-row:${weekday(ms) + 1};background:${COLOURS[level(day.bars / day.expected)]}`, title: text}));
  }
  const whole = [...days.values()].filter(day => day.bars >= day.expected).length;
  return h('figure', {class: 'year'}, h('figcaption', {}, `${year}: ${count(whole)} of ${count(days.size)} days whole`),
    h('div', {class: 'scroll', tabindex: '0', role: 'img', 'aria-label': `${series} in ${year}: ${whole} of ${days.size} days are whole`},
      h('div', {class: 'months', 'aria-hidden': 'true'}, months), h('div', {class: 'days', 'aria-hidden': 'true'}, cells)));
}

function coverage(one, index) {
  const byYear = new Map();
  for (const [date, bars, expected] of one.days) {
    const year = Number(date.slice(0, 4));
    if (!byYear.has(year)) byYear.set(year, new Map());
    byYear.get(year).set(date, {bars, expected});
  }
  return h('details', {open: index < 6 || DATA.series.length < 12, class: 'series'},
    h('summary', {}, h('b', {}, one.name), ` ${digits(100 * one.quality, 3)} %`),
    [...byYear].map(([year, days]) => calendar(one.name, year, days)));
}

const legend = () => h('p', {class: 'legend'}, LABELS.map((label, i) => h('span', {}, h('i', {style: `background:${COLOURS[i]}`}), label)));

function all() {
  return section('series', 'Series', table('Quality is the share of the bars from the first to the last that are there, on the grid and possible',
    ['series', 'from', 'to', 'bars', 'quality', 'missing', 'gaps', 'off grid', 'impossible', 'no trade', 'filled', 'conflicts', 'unlike parts', 'spikes'],
    DATA.series.map(one => row(one.name, [cell(one.first.slice(0, 10)), cell(one.last.slice(0, 10)), cell(count(one.bars)),
      cell(digits(100 * one.quality, 3) + ' %', {class: 100 * one.quality < DATA.min_quality ? 'down' : ''}), cell(count(one.missing)), cell(count(one.gaps.length)),
      cell(count(one.misaligned)), cell(count(one.impossible)), cell(count(one.zero_volume)), cell(count(one.filled)), cell(count(one.conflicts)),
      cell(one.against_parts ? `${count(one.unequal.length)} of ${count(one.against_parts)}` : DASH), cell(count(one.spikes.length))]))));
}

function longest() {
  const gaps = DATA.series.flatMap(one => one.gaps.map(gap => [one.name, gap])).sort((a, b) => b[1].bars - a[1].bars);
  if (gaps.length === 0) return section('gaps', 'Gaps', absent('None.'));
  return section('gaps', 'Gaps', table(gaps.length > SHOWN ? `The ${SHOWN} longest of ${count(gaps.length)}; all stand in the JSON` : 'By length',
    ['series', 'last bar before', 'bars missing'], gaps.slice(0, SHOWN).map(([name, gap]) => row(name, [dateTime(gap.after), count(gap.bars)]))));
}

function odd() {
  const rows = DATA.series.flatMap(one => [
    ...one.unequal.map(bar => row(one.name, [dateTime(bar.start), cell(`volume ${bar.volume}, its parts ${bar.parts_volume}: stored while it was open`, {class: 'wraps'})])),
    ...one.spikes.map(start => row(one.name, [dateTime(start), cell('a spike: far off both neighbours', {class: 'wraps'})]))]);
  return section('odd', 'Bars that stand out', rows.length === 0 ? absent('None.') : table(rows.length > SHOWN ? `The first ${SHOWN} of ${count(rows.length)}` : 'By series',
    ['series', 'start', h('th', {scope: 'col', class: 'text'}, 'what')], rows.slice(0, SHOWN)));
}

function venues() {
  return section('venues', 'Venue against venue', DATA.pairs.length === 0 ? absent('No two venues have a series of one symbol and timeframe.') : table('Deviation of closes, basis points',
    ['series', 'and', 'in common', 'median', 'largest', 'shift'], DATA.pairs.map(pair => row(pair.first, [pair.second, count(pair.bars_in_common),
      cell(digits(pair.median_bps, 2)), bps(pair.largest_bps), pair.shifted_by_bars ? cell(`agrees shifted by ${pair.shifted_by_bars} bars only`, {class: 'down'}) : DASH]))));
}

const below = DATA.series.filter(one => 100 * one.quality < DATA.min_quality).length;
document.getElementById('page').replaceWith(h('div', {class: 'wrap'},
  h('header', {}, h('h1', {}, `Quality of ${DATA.archive}`),
    h('p', {class: 'quiet'}, below === 0 ? `All ${count(DATA.series.length)} series reach ${DATA.min_quality} %.` : `${count(below)} of ${count(DATA.series.length)} series lie below ${DATA.min_quality} %.`),
    h('nav', {'aria-label': 'Parts of the page'}, [['series', 'Series'], ['coverage', 'Coverage'], ['gaps', 'Gaps'], ['odd', 'Bars that stand out'], ['venues', 'Venue against venue']]
      .map(([id, name]) => h('a', {href: '#' + id}, name)))),
  h('main', {}, all(), section('coverage', 'Coverage', h('p', {class: 'quiet small'}, 'A cell is a UTC day; days before the first and behind the last bar are left out.'), legend(), DATA.series.map(coverage)),
    longest(), odd(), venues())));
