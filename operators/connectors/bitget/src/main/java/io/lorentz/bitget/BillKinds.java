package io.lorentz.bitget;

import java.util.Set;
import java.util.regex.Pattern;

/** Which bookings need no look: fills are read as fills, and margin that moves is no money. */
final class BillKinds {

  private static final Pattern OF_FILL =
      Pattern.compile(
          "(open|close|force_close|adl_close|delivery)_(long|short)"
              + "|(force_|burst_)?(buy|sell)"
              + "|burst_(long|short)_loss_query"
              + "|adl_(buy|sell)_in_single_side_mode");

  private static final Set<String> OF_MARGIN =
      Set.of(
          "append_margin",
          "adjust_down_lever_append_margin",
          "reduce_margin",
          "auto_append_margin");

  private BillKinds() {}

  static boolean isOfFillOrMargin(String businessType) {
    return OF_MARGIN.contains(businessType) || OF_FILL.matcher(businessType).matches();
  }
}
