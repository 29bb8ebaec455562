package io.lorentz.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a timeframe, e.g. 1m, 4h or 1d, as milliseconds. */
final class Timeframe implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})([mhd])");
  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 24 * 60 * MINUTE_MS;

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      long lengthMs =
          Long.parseLong(matcher.group(1))
              * switch (matcher.group(2)) {
                case "m" -> MINUTE_MS;
                case "h" -> 60 * MINUTE_MS;
                default -> DAY_MS;
              };
      if (lengthMs <= DAY_MS && DAY_MS % lengthMs == 0) {
        return lengthMs;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is not a timeframe that divides a day; write e.g. 1m, 15m, 4h or 1d");
  }
}
