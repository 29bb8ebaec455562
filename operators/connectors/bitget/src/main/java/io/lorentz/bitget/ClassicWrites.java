package io.lorentz.bitget;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.schemas.OrderSide;

/** The requests of what changes something, in one-way mode with isolated margin. */
final class ClassicWrites {

  static final String PRODUCT = "USDT-FUTURES";

  private static final String AT_MARKET = "0";
  private static final String ON_MARK = "mark_price";

  private ClassicWrites() {}

  static RestCall call(Ask.Write ask) {
    if (ask instanceof Ask.Place place) {
      return place(place);
    }
    if (ask instanceof Ask.Cancel cancel) {
      return cancel(cancel);
    }
    if (ask instanceof Ask.PlaceStop stop) {
      return placeStop(stop);
    }
    if (ask instanceof Ask.MoveStop move) {
      return moveStop(move);
    }
    if (ask instanceof Ask.CancelStop cancel) {
      return cancelStop(cancel);
    }
    return setting(ask);
  }

  private static RestCall setting(Ask.Write ask) {
    if (ask instanceof Ask.OneWayMode) {
      return set(Limits.POSITION_MODE, product().put("posMode", "one_way_mode"));
    }
    if (ask instanceof Ask.IsolatedMargin) {
      return set(Limits.MARGIN_MODE, of(ask).put("marginMode", "isolated"));
    }
    if (ask instanceof Ask.SetLeverage set) {
      return set(Limits.LEVERAGE, of(ask).put("leverage", Integer.toString(set.leverage())));
    }
    throw new IllegalStateException("not among the writes: " + ask);
  }

  /** It is not urgent: whoever sets up an instrument is about to enter. */
  private static RestCall set(String path, ObjectNode body) {
    return RestCall.post(path, Urgency.ENTER, body.toString());
  }

  private static RestCall protect(String path, ObjectNode body) {
    return RestCall.post(path, Urgency.PROTECT, body.toString());
  }

  private static ObjectNode product() {
    return JsonNodeFactory.instance.objectNode().put("productType", PRODUCT);
  }

  private static ObjectNode of(Ask.Write ask) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("symbol", ask.instrument())
        .put("productType", PRODUCT)
        .put("marginCoin", ClassicRows.COIN);
  }

  /** Stops name the coin first: so are the venue's samples, and the text is what is signed. */
  private static ObjectNode ofStop(ObjectNode body, Ask.Write ask) {
    return body.put("marginCoin", ClassicRows.COIN)
        .put("productType", PRODUCT)
        .put("symbol", ask.instrument());
  }

  private static RestCall place(Ask.Place ask) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("symbol", ask.instrument())
            .put("productType", PRODUCT)
            .put("marginMode", "isolated")
            .put("marginCoin", ClassicRows.COIN)
            .put("size", ask.quantity().toPlainString());
    ask.price().ifPresent(price -> body.put("price", price.toPlainString()));
    body.put("side", ask.side() == OrderSide.BUY ? "buy" : "sell")
        .put("orderType", ask.price().isPresent() ? "limit" : "market");
    if (ask.price().isPresent()) {
      body.put("force", ask.postOnly() ? "post_only" : "gtc");
    }
    if (ask.reduceOnly()) {
      body.put("reduceOnly", "YES");
    }
    body.put("clientOid", ask.venueId());
    ask.stopPrice().ifPresent(stop -> body.put("presetStopLossPrice", stop.toPlainString()));
    return RestCall.post(
        Limits.PLACE, ask.reduceOnly() ? Urgency.PROTECT : Urgency.ENTER, body.toString());
  }

  private static RestCall cancel(Ask.Cancel ask) {
    return protect(Limits.CANCEL, of(ask).put("clientOid", ask.venueId()));
  }

  private static RestCall placeStop(Ask.PlaceStop ask) {
    return protect(
        Limits.PLACE_STOP,
        ofStop(JsonNodeFactory.instance.objectNode(), ask)
            .put("planType", PlanType.POSITION_LOSS.named())
            .put("triggerPrice", ask.trigger().toPlainString())
            .put("triggerType", ON_MARK)
            .put("executePrice", AT_MARKET)
            .put("holdSide", ask.isLong() ? "buy" : "sell")
            .put("clientOid", ask.venueId()));
  }

  private static RestCall moveStop(Ask.MoveStop ask) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("orderId", ask.orderId());
    return protect(
        Limits.MOVE_STOP,
        ofStop(body, ask)
            .put("triggerPrice", ask.trigger().toPlainString())
            .put("triggerType", ON_MARK)
            .put("executePrice", AT_MARKET)
            .put("size", ""));
  }

  private static RestCall cancelStop(Ask.CancelStop ask) {
    ObjectNode body =
        product()
            .put("symbol", ask.instrument())
            .put("marginCoin", ClassicRows.COIN)
            .put("planType", ask.planType());
    body.putArray("orderIdList").addObject().put("orderId", ask.orderId());
    return protect(Limits.CANCEL_STOP, body);
  }
}
