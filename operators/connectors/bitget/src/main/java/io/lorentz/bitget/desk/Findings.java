package io.lorentz.bitget.desk;

import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.VenueFinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is open between us and the venue; every change is a record of the log. */
final class Findings {

  private final String account;
  private final Outbox out;
  private final Map<Place, String> open = new LinkedHashMap<>();

  /** A case of the table, where it holds; an empty instrument is the whole account. */
  record Place(FindingKind kind, String instrument) {}

  Findings(String account, Outbox out) {
    this.account = account;
    this.out = out;
  }

  /** Opens a finding; one that is open is not told again. */
  void open(FindingKind kind, String instrument, String detail) {
    if (open.putIfAbsent(new Place(kind, instrument), detail) == null) {
      write(kind, instrument, true, detail);
    }
  }

  /** Settles a finding, if it is open. */
  void settle(FindingKind kind, String instrument, String detail) {
    // Asked at every tick, and nearly always there is nothing.
    if (!open.isEmpty() && open.remove(new Place(kind, instrument)) != null) {
      write(kind, instrument, false, detail);
    }
  }

  /** Tells of a case that is settled already. */
  void note(FindingKind kind, String instrument, String detail) {
    write(kind, instrument, false, detail);
  }

  /** Takes what an edge before this one has left open, and tells of it no more. */
  void restore(VenueFinding finding) {
    Place place = new Place(finding.getKind(), finding.getInstrument());
    if (finding.getOpen()) {
      open.put(place, finding.getDetail());
    } else {
      open.remove(place);
    }
  }

  boolean isOpen(FindingKind kind, String instrument) {
    return !open.isEmpty() && open.containsKey(new Place(kind, instrument));
  }

  /** Whether entries of the instrument must wait, for its own sake or the account's. */
  boolean blocks(String instrument) {
    return !open.isEmpty()
        && (blocksItself(instrument) || (!instrument.isEmpty() && blocksItself("")));
  }

  private boolean blocksItself(String instrument) {
    return open.keySet().stream()
        .anyMatch(
            place ->
                place.instrument().equals(instrument)
                    && Discrepancy.of(place.kind()).blocksEntries());
  }

  /** Everything that is open. */
  List<VenueFinding> records() {
    return open.entrySet().stream()
        .map(
            each -> record(each.getKey().kind(), each.getKey().instrument(), true, each.getValue()))
        .toList();
  }

  /** What is open, for a person. */
  List<String> texts() {
    return open.entrySet().stream()
        .map(
            each ->
                each.getKey().kind()
                    + (each.getKey().instrument().isEmpty() ? "" : " " + each.getKey().instrument())
                    + ": "
                    + each.getValue())
        .toList();
  }

  List<Place> places() {
    return List.copyOf(open.keySet());
  }

  private void write(FindingKind kind, String instrument, boolean isOpen, String detail) {
    out.write(record(kind, instrument, isOpen, detail));
  }

  private VenueFinding record(FindingKind kind, String instrument, boolean isOpen, String detail) {
    return VenueFinding.newBuilder()
        .setAccount(account)
        .setInstrument(instrument)
        .setTimeMs(out.nowMs())
        .setKind(kind)
        .setOpen(isOpen)
        .setEntriesBlocked(blocksItself(instrument))
        .setDetail(detail)
        .build();
  }
}
