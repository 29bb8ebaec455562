package io.lorentz.core.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.OrderIntent;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OrderIdsProperties {

  @Property(tries = 200)
  void idsAreLegalOnEveryVenueAndAFunctionOfTheDecision(
      @ForAll String account,
      @ForAll String instrument,
      @ForAll long timeMs,
      @ForAll OrderIntent intent,
      @ForAll int attempt,
      @ForAll int epoch) {
    String id = OrderIds.id(account, instrument, timeMs, intent, attempt, epoch);
    assertThat(id).matches("[A-Za-z0-9]{28}");
    assertThat(OrderIds.id(account, instrument, timeMs, intent, attempt, epoch)).isEqualTo(id);
  }

  @Property(tries = 50)
  void everyPartOfTheDecisionTellsIdsApart(@ForAll long timeMs) {
    Set<String> ids = new HashSet<>();
    int count = 0;
    for (String account : new String[] {"main", "mainB", "unlimited"}) {
      for (String instrument : new String[] {"BTC", "TC", "ETH"}) {
        for (OrderIntent intent : OrderIntent.values()) {
          for (int k = 0; k < 3; k++) {
            ids.add(OrderIds.id(account, instrument, timeMs, intent, k, 0));
            ids.add(OrderIds.id(account, instrument, timeMs, intent, 0, k + 1));
            ids.add(OrderIds.id(account, instrument, timeMs + 1 + k, intent, 0, 0));
            count += 3;
          }
        }
      }
    }
    assertThat(ids).hasSize(count);
  }

  @Example
  void anIdStaysWhatItIsAcrossVersions() {
    assertThat(OrderIds.id("main", "BTCUSDT", 1_735_689_600_000L, OrderIntent.ENTRY, 0, 0))
        .isEqualTo("LMeBQ8SaUD4FfygU7EWytkTnEgDz");
  }
}
