"""Turns made-up bars into a recording that `lorentz paper --replay-recording` plays.

    python3 notebooks/recording.py MARKET_FOLDER HISTORY_MINUTES MINUTES OUT.jsonl.gz

MARKET_FOLDER holds what `lorentz demo` made up: SYNTHETIC_<SYMBOL>_1m.csv. The recording speaks as Bybit
documents its public interface, because of the six venues its frames are the simplest. It begins after
HISTORY_MINUTES of the bars, which it holds as answers to requests for history, and goes on for MINUTES: within each
minute the bar as it grows, and after each minute the bar as it closed. Beside it the bars of that very span are
written as CSV, one file a symbol, so that a backtest can be given the same.

It needs nothing but Python itself.
"""

import csv
import gzip
import json
import pathlib
import sys

VENUE = "bybit"
MINUTE_MS = 60_000
STEP_MS = 10_000  # a growing bar is told so often
CLOSED_AFTER_MS = 200  # and a closed one so long after its end
BARS_AN_ANSWER = 500


def bars(folder):
    """Rows by symbol: open_time_ms, open, high, low, close, volume, as the texts they are."""
    return {
        path.name.split("_")[1]: list(csv.reader(path.open()))[1:]
        for path in sorted(folder.glob("SYNTHETIC_*_1m.csv"))
    }


def envelope(rows):
    return json.dumps({"retCode": 0, "retMsg": "OK", "result": {"category": "linear", "list": rows}, "time": 0})


def specification(symbol):
    return envelope(
        [
            {
                "symbol": symbol,
                "status": "Trading",
                "leverageFilter": {"maxLeverage": "100.00"},
                "priceFilter": {"tickSize": "0.001"},
                "lotSizeFilter": {"minOrderQty": "0.001", "qtyStep": "0.001", "minNotionalValue": "5"},
            }
        ]
    )


def frame(symbol, row, price, closed, now_ms):
    start, first, high, low, _, volume = row
    return json.dumps(
        {
            "topic": f"kline.1.{symbol}",
            "type": "snapshot",
            "ts": now_ms,
            "data": [
                {
                    "start": int(start),
                    "end": int(start) + MINUTE_MS - 1,
                    "interval": "1",
                    "open": first,
                    "close": price,
                    "high": high if closed else max(first, price, key=float),
                    "low": low if closed else min(first, price, key=float),
                    "volume": volume if closed else "0",
                    "turnover": "0",
                    "confirm": closed,
                    "timestamp": now_ms,
                }
            ],
        }
    )


def line(kind, ms, symbol, data):
    return {"venue": VENUE, "kind": kind, "ms": ms, "link": 0, "symbol": symbol, "data": data}


def answers(symbol, rows, end_ms, begin_ms):
    """What the venue says when it is asked; a gap in the feed can be asked for as well, so to the end."""
    yield line("SPEC", begin_ms, symbol, specification(symbol))
    for piece in range(0, len(rows), BARS_AN_ANSWER):
        newest_first = [row + ["0"] for row in reversed(rows[piece : piece + BARS_AN_ANSWER])]
        yield line("BARS", end_ms, symbol, envelope(newest_first))


def frames(symbol, rows):
    for row in rows:
        start = int(row[0])
        for ms in range(start + STEP_MS, start + MINUTE_MS, STEP_MS):
            price = row[1] if ms < start + MINUTE_MS // 2 else row[4]
            yield line("FRAME", ms, symbol, frame(symbol, row, price, False, ms))
        ms = start + MINUTE_MS + CLOSED_AFTER_MS
        yield line("FRAME", ms, symbol, frame(symbol, row, row[4], True, ms))


def main(market, history, minutes, out):
    market, out = pathlib.Path(market), pathlib.Path(out)
    series = bars(market)
    first_ms = min(int(rows[0][0]) for rows in series.values())
    begin_ms = first_ms + int(history) * MINUTE_MS
    end_ms = begin_ms + int(minutes) * MINUTE_MS
    lines = [line("CLOCK", begin_ms, "", "0")]
    for symbol, rows in series.items():
        span = [row for row in rows if int(row[0]) < end_ms]
        lines += answers(symbol, span, end_ms, begin_ms)
        lines += frames(symbol, [row for row in span if int(row[0]) >= begin_ms])
        with (out.parent / f"{symbol}.csv").open("w") as file:
            file.write("open_time_ms,open,high,low,close,volume\n")
            file.writelines(",".join(row) + "\n" for row in span)
    lines.sort(key=lambda one: (one["ms"], one["kind"] == "FRAME"))
    with gzip.open(out, "wt", compresslevel=1) as file:
        file.writelines(json.dumps(one) + "\n" for one in lines)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
