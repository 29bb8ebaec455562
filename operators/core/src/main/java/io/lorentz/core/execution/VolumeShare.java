package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Assumption: the orders of an account fill at most a share of a bar's volume together, down to the
 * lot; what a bar cannot fill works on. A share of 1 is no bound at all: then every fill is whole,
 * however large. A liquidation is not bound.
 */
final class VolumeShare {

  private final ExecutionOptions options;

  VolumeShare(ExecutionOptions options) {
    this.options = options;
  }

  /** What of one bar is still to be had. */
  static final class Left {
    private Optional<BigDecimal> left;

    private Left(Optional<BigDecimal> left) {
      this.left = left;
    }

    /** Takes the wanted quantity, or what is left of it; may be 0. */
    BigDecimal take(BigDecimal wanted) {
      if (left.isEmpty()) {
        return wanted;
      }
      BigDecimal taken = wanted.min(left.get());
      left = Optional.of(left.get().subtract(taken));
      return taken;
    }
  }

  Left of(InstrumentSpec spec, Bar bar) {
    if (options.maxVolumeShare().compareTo(BigDecimal.ONE) == 0) {
      return new Left(Optional.empty());
    }
    BigDecimal volume = BigDecimal.valueOf(Math.max(bar.getVolume(), 0.0));
    return new Left(Optional.of(spec.quantityOnLot(volume.multiply(options.maxVolumeShare()))));
  }
}
