package io.lorentz.core.inference;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the models say of one bar, under the names of the golden columns.
 *
 * @param predStream {@code pred_stream}: vote of the published indicator's rule, -8 to 8
 * @param predKnn8 {@code pred_knn8}: sum of the labels of the eight nearest neighbours, -8 to 8;
 *     empty until there are eight candidates and the bar's features are defined
 * @param signal the columns {@code stream_*}
 * @param streamKeptIdx {@code stream_kept_idx}: rows kept by the indicator's rule, oldest first
 * @param streamKeptDist {@code stream_kept_dist}: their distances when they were kept, sum of ln(1
 *     + |difference|)
 * @param knn8Idx {@code knn8_idx}: rows of the nearest neighbours, nearest first; empty with
 *     predKnn8
 * @param knn8Dist {@code knn8_dist}: their distances; empty with predKnn8
 */
public record ResearchRow(
    int predStream,
    OptionalInt predKnn8,
    ChartSignal signal,
    List<Long> streamKeptIdx,
    List<Double> streamKeptDist,
    List<Long> knn8Idx,
    List<Double> knn8Dist) {}
