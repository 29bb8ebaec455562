package io.lorentz.cluster.live;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One kill, as it is drawn.
 *
 * @param edge whether the edge dies
 * @param job whether the job dies; one of them does
 * @param recovering whether it does not wait until edge and job are back from the blow before
 * @param moment when
 * @param withinMs by the machine's clock: if the moment has not come by then, it is then
 */
record Blow(boolean edge, boolean job, boolean recovering, Moment moment, long withinMs) {

  /** The one after which the most is in doubt is drawn twice as often. */
  private static final List<Moment> MOMENTS =
      List.of(Moment.ANY, Moment.TAKEN, Moment.TAKEN, Moment.FILLED, Moment.FIRED, Moment.STOP);

  /** The next one. */
  static Blow draw(SplittableRandom random) {
    boolean edge = random.nextInt(3) < 2;
    boolean job = !edge || random.nextInt(4) == 0;
    boolean recovering = random.nextInt(4) == 0;
    Moment moment = recovering ? Moment.ANY : MOMENTS.get(random.nextInt(MOMENTS.size()));
    long withinMs = recovering ? random.nextLong(5_000) : 5_000 + random.nextLong(15_000);
    return new Blow(edge, job, recovering, moment, withinMs);
  }

  /** Who, when and whether it came about in time. */
  String told(boolean came) {
    String who = edge && job ? "both" : edge ? "edge" : "job";
    String when = recovering ? "RECOVERING" : came ? moment.name() : Moment.ANY.name();
    return who + "@" + when;
  }
}
