package io.lorentz.bitget;

import io.lorentz.bitget.desk.Ask;
import java.util.List;

/**
 * The classic account's USDT-M futures (v2), one-way mode, isolated margin. Orders are read as the
 * venue names their side; in hedge mode, which is not used, that would be the position's.
 *
 * <p>Ended orders and stops are found by when they ended, if they were made at most a day before;
 * bills reach back 30 days, all else 90.
 */
public final class ClassicDialect implements OrderDialect {

  @Override
  public Conversation begin(Ask ask) {
    return ask instanceof Ask.Write write
        ? new WriteTalk(write)
        : ClassicReads.begin((Ask.Read) ask);
  }

  @Override
  public PrivateDialog listen(Credentials credentials) {
    return new ClassicDialog(credentials);
  }

  @Override
  public List<EndpointLimit> limits() {
    return Limits.classic();
  }
}
