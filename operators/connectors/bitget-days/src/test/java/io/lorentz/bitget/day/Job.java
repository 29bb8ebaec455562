package io.lorentz.bitget.day;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.RunOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job's rooms of the account group over a log, with checkpoints. What it lost since the last
 * checkpoint it works off again, and writes its commands again.
 */
final class Job {

  static final Optional<String> REMOTE = Optional.of("main");

  private final GroupOptions options;
  private final Map<String, Market> markets;
  private final long noSignalsFromMs;
  private final List<OrderCommand> commands;
  private final List<String> rows = new ArrayList<>();
  private AccountGroup group;
  private int offset;
  private byte[] checkpoint;
  private int checkpointOffset;

  Job(
      GroupOptions options,
      Map<String, Market> markets,
      long noSignalsFromMs,
      List<OrderCommand> commands) {
    this.options = options;
    this.markets = markets;
    this.noSignalsFromMs = noSignalsFromMs;
    this.commands = commands;
    this.group = new AccountGroup(options, REMOTE);
    checkpoint();
  }

  void checkpoint() {
    ByteBuffer bytes = image(group);
    checkpoint = new byte[bytes.remaining()];
    bytes.get(checkpoint);
    checkpointOffset = offset;
  }

  private static ByteBuffer image(AccountGroup group) {
    try {
      return group.image().toByteBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void crash() {
    try {
      GroupState image = GroupState.fromByteBuffer(ByteBuffer.wrap(checkpoint));
      group = AccountGroup.restore(options, REMOTE, image);
      offset = checkpointOffset;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Works off what is new; true if there was anything. */
  boolean work(List<LogRecord> log) {
    boolean any = offset < log.size();
    while (offset < log.size()) {
      on(log.get(offset));
      offset++;
    }
    return any;
  }

  private void on(LogRecord cause) {
    List<GroupInput> inputs = new ArrayList<>();
    GroupInputs.marketSide(cause).ifPresent(inputs::add);
    GroupInputs.venueSide(cause).ifPresent(inputs::add);
    if (cause.getPayload() instanceof Bar bar) {
      GroupInput barInput = GroupInputs.bar(cause, bar, 0);
      inputs.add(barInput);
      Market market = markets.get(bar.getInstrument());
      long closeMs = bar.getCloseTimeMs();
      market.levels(closeMs).ifPresent(l -> inputs.add(GroupInputs.levels(barInput, l)));
      if (closeMs < noSignalsFromMs) {
        market
            .signal(closeMs, cause.getLogTimeMs())
            .ifPresent(s -> inputs.add(GroupInputs.signal(s)));
      }
    }
    inputs.sort(GroupInputs.ORDER);
    for (GroupInput input : inputs) {
      group.on(input, this::row);
    }
  }

  private void row(RunOutput row) {
    if (row.getPayload() instanceof OrderCommand command) {
      commands.add(command);
    }
    rows.add(row.getPayload().getClass().getSimpleName());
  }

  AccountState account() {
    return group.image().getAccounts().get(0);
  }

  int rows() {
    return rows.size();
  }
}
