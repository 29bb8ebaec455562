package io.lorentz.bitget.fake;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How often what goes wrong.
 *
 * @param chances from 0 to 1, each time that it may happen; what is not named never happens
 */
public record FaultPlan(Map<Fault, Double> chances) {

  public FaultPlan {
    chances = Map.copyOf(chances);
  }

  /** Nothing goes wrong. */
  public static FaultPlan none() {
    return new FaultPlan(Map.of());
  }

  /** Much goes wrong, in a mixture of its own for each draw; some things in it never do. */
  public static FaultPlan nasty(SplittableRandom random) {
    Map<Fault, Double> chances = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      double chance = fault.worst() * random.nextDouble();
      chances.put(fault, random.nextInt(3) == 0 ? 0.0 : chance);
    }
    return new FaultPlan(chances);
  }

  /** The same with another chance for one fault. */
  public FaultPlan with(Fault fault, double chance) {
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(chances);
    changed.put(fault, chance);
    return new FaultPlan(changed);
  }

  /** Whether it happens this time; nothing is drawn for what never does. */
  boolean happens(Fault fault, SplittableRandom random) {
    double chance = chances.getOrDefault(fault, 0.0);
    return chance > 0 && random.nextDouble() < chance;
  }
}
