package io.lorentz.trading;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Runs of the bare loop over a log. */
final class BareRun {

  private BareRun() {}

  /** All rows of a run over files, in the order they came. */
  static List<RunOutput> rows(TradingOptions options, BarFileOptions files) {
    List<RunOutput> rows = new ArrayList<>();
    over(options, files, rows::add);
    return rows;
  }

  /** Runs over files. */
  static void over(TradingOptions options, BarFileOptions files, Consumer<RunOutput> rows) {
    try (BarFileLog log = new BarFileLog(files)) {
      over(options, files.files().keySet(), Ensemble.jvm(options.inference()), log, rows);
    }
  }

  /** Runs over any log, with any ensemble, which is closed. */
  static void over(
      TradingOptions options,
      Collection<String> instruments,
      Ensemble ensemble,
      Iterator<LogRecord> log,
      Consumer<RunOutput> rows) {
    try (ensemble) {
      BareLoop loop = new BareLoop(options, List.copyOf(instruments), ensemble, rows);
      while (log.hasNext()) {
        loop.on(log.next());
      }
      loop.end();
    }
  }
}
