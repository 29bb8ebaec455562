package io.lorentz.core.inference;

import java.util.List;
import java.util.stream.Stream;

/**
 * Weights of the trained members, as a model brings them.
 *
 * @param lorentzian weight of the nearest neighbours, 0 to 1
 * @param logistic weight of the logistic regression, 0 to 1
 * @param chandelier weight of the Chandelier direction, 0 to 1; the weights add up to more than 0
 *     and at most 1
 */
public record MemberWeights(double lorentzian, double logistic, double chandelier) {

  private static final double SUM_TOLERANCE = 1e-9;

  /** Checks every value; see the parameters. */
  public MemberWeights {
    double sum = lorentzian + logistic + chandelier;
    boolean inRange = lorentzian >= 0 && logistic >= 0 && chandelier >= 0;
    if (!(inRange && sum > 0 && sum <= 1 + SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "weights: must be 0 or more each and add up to more than 0 and at most 1, were "
              + lorentzian
              + ", "
              + logistic
              + ", "
              + chandelier
              + "; train the model again");
    }
  }

  /**
   * The weights of the options; the published indicator's rule and a user's file are not trained.
   */
  public static MemberWeights of(EnsembleOptions options) {
    return new MemberWeights(
        options.lorentzianWeight(), options.logisticWeight(), options.chandelierWeight());
  }

  /** Names of the members that can be trained and have a weight, in their order. */
  public static List<String> trainable(EnsembleOptions options) {
    return Stream.of(Member.LORENTZIAN, Member.LOGISTIC, Member.CHANDELIER)
        .filter(options::has)
        .map(Member::key)
        .toList();
  }

  /** Weight of a member; 0 for one that is never trained. */
  double of(Member member) {
    return switch (member) {
      case LORENTZIAN -> lorentzian;
      case LOGISTIC -> logistic;
      case CHANDELIER -> chandelier;
      case LORENTZIAN_TRADINGVIEW, TORCHSCRIPT -> 0;
    };
  }
}
