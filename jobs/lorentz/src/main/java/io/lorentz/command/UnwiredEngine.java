package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.RowSource;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.util.Set;

/** Stands where the trading job comes: every verb that needs it is refused. */
final class UnwiredEngine implements Engine<UnwiredEngine.Nothing> {

  /** No options. */
  record Nothing() {}

  @Override
  public ConfigurationBinder<Nothing> configuration() {
    return new ConfigurationBinder<>(Nothing.class, new Nothing());
  }

  @Override
  public long barLengthMs(Nothing options) {
    return 60_000;
  }

  @Override
  public void requireInstruments(Nothing options, Set<String> instruments) {
    throw refusal();
  }

  @Override
  public RowSource replay(ReplayRequest<Nothing> request, ProgressListener progress) {
    throw refusal();
  }

  @Override
  public FeatureTable features(FeatureRequest<Nothing> request) {
    throw refusal();
  }

  private static MisuseException refusal() {
    return new MisuseException("this build holds no trading job; build one that does");
  }
}
