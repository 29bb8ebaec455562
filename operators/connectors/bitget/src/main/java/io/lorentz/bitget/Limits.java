package io.lorentz.bitget;

import java.util.ArrayList;
import java.util.List;

/** Endpoints of the classic account (v2), and how often an account may use each. */
final class Limits {

  static final String TIME = "/api/v2/public/time";

  static final String KEY_OWNER = "/api/v2/spot/account/info";

  private static final String ACCOUNT = "/api/v2/mix/account/";
  static final String ACCOUNTS = ACCOUNT + "accounts";
  static final String SETTINGS = ACCOUNT + "account";
  static final String BILLS = ACCOUNT + "bill";
  static final String POSITION_MODE = ACCOUNT + "set-position-mode";
  static final String MARGIN_MODE = ACCOUNT + "set-margin-mode";
  static final String LEVERAGE = ACCOUNT + "set-leverage";

  static final String POSITIONS = "/api/v2/mix/position/all-position";

  private static final String ORDER = "/api/v2/mix/order/";
  static final String PLACE = ORDER + "place-order";
  static final String CANCEL = ORDER + "cancel-order";
  static final String DETAIL = ORDER + "detail";
  static final String PENDING = ORDER + "orders-pending";
  static final String HISTORY = ORDER + "orders-history";
  static final String FILLS = ORDER + "fills";
  static final String PLACE_STOP = ORDER + "place-tpsl-order";
  static final String MOVE_STOP = ORDER + "modify-tpsl-order";
  static final String CANCEL_STOP = ORDER + "cancel-plan-order";
  static final String STOPS_PENDING = ORDER + "orders-plan-pending";
  static final String STOPS_HISTORY = ORDER + "orders-plan-history";

  private Limits() {}

  /** All that are used. */
  static List<EndpointLimit> classic() {
    List<EndpointLimit> limits = new ArrayList<>();
    add(limits, 20, TIME);
    add(limits, 1, KEY_OWNER);
    add(limits, 5, POSITION_MODE, MARGIN_MODE, LEVERAGE, POSITIONS);
    add(limits, 10, ACCOUNTS, SETTINGS, BILLS);
    add(limits, 10, PLACE, CANCEL, DETAIL, PENDING, HISTORY, FILLS);
    add(limits, 10, PLACE_STOP, MOVE_STOP, CANCEL_STOP, STOPS_PENDING, STOPS_HISTORY);
    return List.copyOf(limits);
  }

  private static void add(List<EndpointLimit> limits, int perSecond, String... endpoints) {
    for (String endpoint : endpoints) {
      limits.add(new EndpointLimit(endpoint, perSecond));
    }
  }
}
