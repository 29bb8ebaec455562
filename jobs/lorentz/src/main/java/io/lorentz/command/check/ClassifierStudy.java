package io.lorentz.command.check;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What the published Lorentzian classifier really does, measured bar by bar in its streamable form:
 * which rows it keeps as neighbours, whose sign its vote has, whether it knows the next four bars,
 * and what its trades are worth at the price the chart books and at one that can be had.
 *
 * <p>Judged are the bars behind the first {@value #MEMORY}, which it searches for ever. The
 * arithmetic here is its own, and plain: it has nothing in common with the code that is judged.
 */
public final class ClassifierStudy {

  /** Rows that the rule searches. */
  public static final int MEMORY = 2_000;

  private static final int NEIGHBOURS = 8;
  private static final int FEATURES = 5;
  private static final int HELD = 4;
  private static final int SKIPPED_EVERY = 4;
  private static final double NEAR = 0.1;
  private static final int PERCENTILE_BINS = 10_000;
  private static final double BPS = 10_000;

  private final double[][] memory = new double[MEMORY][FEATURES];
  private final int[] labels = new int[MEMORY];
  private final boolean[] searched = new boolean[MEMORY];
  private final double[] distances = new double[MEMORY];
  private final int[] percentiles = new int[PERCENTILE_BINS + 1];
  private final Share keptNear = new Share();
  private final Share asLastMove = new Share();
  private final Share asFarthest = new Share();
  private final Share asNearest = new Share();
  private final Share asMatured = new Share();
  private final Share nearestAsLastMove = new Share();
  private final Share voteRight = new Share();
  private final Share lastMoveRight = new Share();
  private final Share maturedRight = new Share();
  private final Share up = new Share();
  private final Book tableBook = new Book();
  private final Book closeBook = new Book();
  private final Book openBook = new Book();
  private final Deque<Trade> waiting = new ArrayDeque<>();
  private int entries;
  private long rows;
  private long firstMs;
  private long lastMs;
  private Trade trade;
  private long tradeAge;

  /** A trade as the chart shows it. */
  private static final class Trade {
    private final ClassifierBar start;
    private final int direction;
    private ClassifierBar end;
    private double nextOpen = Double.NaN;

    Trade(ClassifierBar start, int direction) {
      this.start = start;
      this.direction = direction;
    }
  }

  /** Trades at one way of pricing them. */
  public static final class Book {
    private final Share won = new Share();
    private double sumBps;

    private void add(int direction, double entry, double exit) {
      won.add(direction * (exit - entry) > 0);
      sumBps += direction * (exit / entry - 1) * BPS;
    }

    /** Share of trades that gained, before costs. */
    public Share won() {
      return won;
    }

    /** Mean gain, 1/10,000 of the price, before costs; NaN without trades. */
    public double meanBps() {
      return won.count() == 0 ? Double.NaN : sumBps / won.count();
    }
  }

  /** Takes the next bar. */
  public void take(ClassifierBar bar) {
    if (rows == 0) {
      firstMs = bar.timeMs();
    }
    lastMs = bar.timeMs();
    if (rows < MEMORY) {
      remember(bar, (int) rows);
    } else {
      judge(bar);
    }
    rows++;
  }

  private void remember(ClassifierBar bar, int row) {
    for (int i = 0; i < FEATURES; i++) {
      memory[row][i] = bar.features().get(i);
    }
    labels[row] = bar.pineLabel();
    searched[row] = row % SKIPPED_EVERY != 0 && bar.isDefined();
  }

  private void judge(ClassifierBar bar) {
    int lastMove = -bar.pineLabel();
    int vote = Integer.signum(bar.vote());
    if (bar.isDefined()) {
      neighbours(bar, vote, lastMove);
    }
    agree(asLastMove, vote, lastMove);
    agree(asMatured, vote, Math.signum(bar.nearestVote()));
    double next = bar.forwardLabel();
    agree(voteRight, vote, next);
    agree(lastMoveRight, lastMove, next);
    agree(maturedRight, Math.signum(bar.nearestVote()), next);
    agree(up, 1, next);
    trades(bar);
  }

  /** Counts where both say something. */
  private static void agree(Share share, double a, double b) {
    if (!Double.isNaN(a) && !Double.isNaN(b) && a != 0 && b != 0) {
      share.add(a == b);
    }
  }

  private void neighbours(ClassifierBar bar, int vote, int lastMove) {
    double[] query = bar.features().stream().mapToDouble(Double::doubleValue).toArray();
    int candidates = 0;
    for (int row = 0; row < MEMORY; row++) {
      distances[row] = searched[row] ? distance(query, memory[row]) : Double.NaN;
      candidates += searched[row] ? 1 : 0;
    }
    double[] sorted = new double[candidates];
    int place = 0;
    for (double distance : distances) {
      if (!Double.isNaN(distance)) {
        sorted[place++] = distance;
      }
    }
    Arrays.sort(sorted);
    for (int row : bar.kept()) {
      if (!Double.isNaN(distances[row])) {
        double share = (double) below(sorted, distances[row]) / candidates;
        percentiles[(int) (share * PERCENTILE_BINS)]++;
        keptNear.add(share < NEAR);
      }
    }
    int farthest = voteOf(sorted[candidates - NEIGHBOURS], Double.POSITIVE_INFINITY);
    int nearest = voteOf(Double.NEGATIVE_INFINITY, sorted[NEIGHBOURS - 1]);
    agree(asFarthest, vote, Integer.signum(farthest));
    agree(asNearest, vote, Integer.signum(nearest));
    agree(nearestAsLastMove, Integer.signum(nearest), lastMove);
  }

  /** Product of 1 + difference: it orders as the sum of the logarithms does. */
  private static double distance(double[] a, double[] b) {
    double product = 1;
    for (int i = 0; i < FEATURES; i++) {
      product *= 1 + Math.abs(a[i] - b[i]);
    }
    return product;
  }

  private static int below(double[] sorted, double value) {
    int place = Arrays.binarySearch(sorted, value);
    while (place > 0 && sorted[place - 1] == value) {
      place--;
    }
    return place;
  }

  private int voteOf(double least, double most) {
    int sum = 0;
    for (int row = 0; row < distances.length; row++) {
      if (distances[row] >= least && distances[row] <= most) {
        sum += labels[row];
      }
    }
    return sum;
  }

  private void trades(ClassifierBar bar) {
    fillAtOpen(bar);
    if (trade != null) {
      tradeAge++;
      if (bar.end() && tradeAge == HELD) {
        trade.end = bar;
        waiting.addLast(trade);
        trade = null;
      }
    }
    if (bar.startLong() || bar.startShort()) {
      entries++;
      trade = new Trade(bar, bar.startLong() ? 1 : -1);
      tradeAge = 0;
    }
  }

  /**
   * The bar behind the one that showed a start or an end: its open is the first price to be had.
   */
  private void fillAtOpen(ClassifierBar bar) {
    if (trade != null && tradeAge == 0) {
      trade.nextOpen = bar.open();
    }
    while (!waiting.isEmpty()) {
      Trade ended = waiting.removeFirst();
      ClassifierBar start = ended.start;
      tableBook.add(ended.direction, start.tablePrice(), ended.end.tablePrice());
      closeBook.add(ended.direction, start.close(), ended.end.close());
      openBook.add(ended.direction, ended.nextOpen, bar.open());
    }
  }

  /** Number of bars taken. */
  public long rows() {
    return rows;
  }

  /** Start of the first bar, ms since 1970 UTC. */
  public long firstMs() {
    return firstMs;
  }

  /** Start of the last bar, ms since 1970 UTC. */
  public long lastMs() {
    return lastMs;
  }

  /**
   * Where kept rows lie among all rows searched, by distance, in the median.
   *
   * @return share of rows that are nearer, 0 to 1; NaN if none was kept
   */
  public double medianPlaceOfKept() {
    long all = Arrays.stream(percentiles).asLongStream().sum();
    long passed = 0;
    for (int bin = 0; bin < percentiles.length; bin++) {
      passed += percentiles[bin];
      if (all > 0 && passed * 2 >= all) {
        return (double) bin / PERCENTILE_BINS;
      }
    }
    return Double.NaN;
  }

  /** Share of kept rows among the nearest tenth of those searched. */
  public Share keptNear() {
    return keptNear;
  }

  /** How often the vote has the sign of the last 4-bar move. */
  public Share asLastMove() {
    return asLastMove;
  }

  /** How often it has the sign of the vote of the eight farthest rows, with its labels. */
  public Share asFarthest() {
    return asFarthest;
  }

  /** How often it has the sign of the vote of the eight nearest rows, with its labels. */
  public Share asNearest() {
    return asNearest;
  }

  /** How often it has the sign of the vote of the eight nearest rows with matured labels. */
  public Share asMatured() {
    return asMatured;
  }

  /** How often the eight nearest rows, with its labels, have the sign of the last move. */
  public Share nearestAsLastMove() {
    return nearestAsLastMove;
  }

  /** How often the vote has the sign of the next 4-bar move. */
  public Share voteRight() {
    return voteRight;
  }

  /** How often the last 4-bar move has it. */
  public Share lastMoveRight() {
    return lastMoveRight;
  }

  /** How often the eight nearest rows with matured labels have it. */
  public Share maturedRight() {
    return maturedRight;
  }

  /** How often the next 4-bar move goes up. */
  public Share up() {
    return up;
  }

  /** Starts of trades shown. */
  public int entries() {
    return entries;
  }

  /** Trades at the price that the chart's table books: before the close that gives the signal. */
  public Book tableBook() {
    return tableBook;
  }

  /** Trades from close to close: the price that gives the signal. */
  public Book closeBook() {
    return closeBook;
  }

  /** Trades from open to open behind the signal: the first price to be had. */
  public Book openBook() {
    return openBook;
  }
}
