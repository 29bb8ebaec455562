package io.lorentz.archive;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordWrapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the fields that FastCSV finds into numbers without making a string of each.
 *
 * <p>Faults are kept, not thrown: FastCSV would wrap them. The caller looks at {@link #faultColumn}
 * after each row.
 */
final class RowHandler extends AbstractBaseCsvCallbackHandler<Row> {

  private static final int NO_FAULT = -1;
  private static final int WRONG_COUNT = -2;

  /** Below: seconds. Reached as seconds in the year 5138, as milliseconds in 1973. */
  private static final long FIRST_MILLISECOND = 100_000_000_000L;

  private static final long FIRST_MICROSECOND = 100_000_000_000_000L;
  private static final long FIRST_NANOSECOND = 100_000_000_000_000_000L;

  private final boolean volumeNeeded;
  private final Row row = new Row();
  private final List<String> firstFields = new ArrayList<>();
  private Optional<Layout> layout = Optional.empty();
  private boolean unknownLayout;
  private int faultColumn = NO_FAULT;
  private String faultText = "";
  private RecordWrapper<Row> wrapper;

  RowHandler(boolean volumeNeeded) {
    this.volumeNeeded = volumeNeeded;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    row.line = startingLineNumber;
    row.volume = 0;
    faultColumn = NO_FAULT;
  }

  @Override
  protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
    if (layout.isEmpty()) {
      firstFields.add(new String(text, offset, length));
    } else {
      field(layout.get(), column, text, offset, length);
    }
  }

  private void field(Layout known, int column, char[] text, int offset, int length) {
    int role = known.role(column);
    if (role == Layout.TIME) {
      row.startMs = time(text, offset, length);
      if (row.startMs == Decimals.NO_INTEGER) {
        fault(column, text, offset, length);
      }
    } else if (role != Layout.IGNORED) {
      double value = Decimals.decimal(text, offset, length);
      if (Double.isNaN(value) && role == Layout.VOLUME && length == 0 && !volumeNeeded) {
        value = 0;
      }
      if (!Double.isFinite(value)) {
        fault(column, text, offset, length);
      }
      set(role, value);
    }
  }

  private void set(int role, double value) {
    switch (role) {
      case Layout.OPEN -> row.open = value;
      case Layout.HIGH -> row.high = value;
      case Layout.LOW -> row.low = value;
      case Layout.CLOSE -> row.close = value;
      default -> row.volume = value;
    }
  }

  private void fault(int column, char[] text, int offset, int length) {
    if (faultColumn == NO_FAULT) {
      faultColumn = column;
      faultText = new String(text, offset, length);
    }
  }

  /** Milliseconds since 1970; the unit is told by the size of the number. */
  static long time(char[] text, int offset, int length) {
    long value = Decimals.integer(text, offset, length);
    if (value == Decimals.NO_INTEGER) {
      return dateAndTime(new String(text, offset, length));
    }
    if (value < FIRST_MILLISECOND) {
      return 1000 * value;
    }
    if (value < FIRST_MICROSECOND) {
      return value;
    }
    long unit = value < FIRST_NANOSECOND ? 1_000 : 1_000_000;
    return value % unit == 0 ? value / unit : Decimals.NO_INTEGER;
  }

  /** Only with an offset: a time of an unknown zone is no time. */
  private static long dateAndTime(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text.trim().replace(' ', 'T')).toInstant();
      boolean whole = instant.truncatedTo(ChronoUnit.MILLIS).equals(instant);
      return whole ? instant.toEpochMilli() : Decimals.NO_INTEGER;
    } catch (DateTimeException e) {
      return Decimals.NO_INTEGER;
    }
  }

  @Override
  protected RecordWrapper<Row> buildRecord() {
    if (isEmptyLine()) {
      return null;
    }
    if (layout.isEmpty()) {
      return firstRecord();
    }
    if (getFieldCount() != layout.get().columns() && faultColumn == NO_FAULT) {
      faultColumn = WRONG_COUNT;
      faultText = getFieldCount() + " columns instead of " + layout.get().columns();
    }
    if (wrapper == null) {
      wrapper = wrapRecord(row);
    }
    return wrapper;
  }

  private RecordWrapper<Row> firstRecord() {
    layout = Layout.of(firstFields, volumeNeeded);
    if (layout.isEmpty()) {
      unknownLayout = true;
      return wrapRecord(row);
    }
    if (layout.get().hasHeader()) {
      return null;
    }
    for (int column = 0; column < firstFields.size(); column++) {
      char[] text = firstFields.get(column).toCharArray();
      field(layout.get(), column, text, 0, text.length);
    }
    return wrapRecord(row);
  }

  /** Whether the first row fits no known layout; the row given is then none. */
  boolean unknownLayout() {
    return unknownLayout;
  }

  /** The first row as it stands. */
  String firstRow() {
    return String.join(",", firstFields);
  }

  /** Whether the row just given is malformed. */
  boolean malformed() {
    return faultColumn != NO_FAULT;
  }

  /** What is wrong with the row just given. */
  String fault() {
    if (faultColumn == WRONG_COUNT) {
      return "malformed row: " + faultText;
    }
    int role = layout.map(known -> known.role(faultColumn)).orElse(Layout.TIME);
    String kind = role == Layout.TIME ? "is no time" : "is no finite number";
    return "malformed row: " + Layout.name(role) + " " + kind + ", was '" + faultText + "'";
  }
}
