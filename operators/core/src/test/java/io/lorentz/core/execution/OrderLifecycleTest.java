package io.lorentz.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.OrderStatus;
import io.lorentz.schemas.VenueEventKind;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole table of the state machine: what is not listed here must throw. */
class OrderLifecycleTest {

  private static final Map<OrderStatus, Map<VenueEventKind, OrderStatus>> LEGAL =
      Map.of(
          OrderStatus.SUBMITTED,
          Map.of(
              VenueEventKind.ACCEPTED, OrderStatus.WORKING,
              VenueEventKind.PARTIALLY_FILLED, OrderStatus.WORKING,
              VenueEventKind.FILLED, OrderStatus.FILLED,
              VenueEventKind.CANCELLED, OrderStatus.CANCELLED,
              VenueEventKind.EXPIRED, OrderStatus.EXPIRED,
              VenueEventKind.REJECTED, OrderStatus.REJECTED),
          OrderStatus.WORKING,
          Map.of(
              VenueEventKind.STOP_MOVED, OrderStatus.WORKING,
              VenueEventKind.STOP_KEPT, OrderStatus.WORKING,
              VenueEventKind.TRIGGERED, OrderStatus.WORKING,
              VenueEventKind.PARTIALLY_FILLED, OrderStatus.WORKING,
              VenueEventKind.FILLED, OrderStatus.FILLED,
              VenueEventKind.CANCELLED, OrderStatus.CANCELLED,
              VenueEventKind.EXPIRED, OrderStatus.EXPIRED));

  @ParameterizedTest
  @EnumSource(OrderStatus.class)
  void onlyTheListedStepsAreLegal(OrderStatus status) {
    Map<VenueEventKind, OrderStatus> legal = LEGAL.getOrDefault(status, Map.of());
    for (VenueEventKind kind : VenueEventKind.values()) {
      if (legal.containsKey(kind)) {
        assertThat(OrderLifecycle.after(status, kind)).isEqualTo(legal.get(kind));
      } else {
        assertThatThrownBy(() -> OrderLifecycle.after(status, kind))
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }
}
