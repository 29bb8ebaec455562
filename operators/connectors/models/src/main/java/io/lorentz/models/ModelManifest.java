package io.lorentz.models;

import java.util.List;
import java.util.SortedMap;

/**
 * What a version of the models was trained on, with what, and what it is worth. The file is this
 * record as JSON, in this order.
 *
 * @param format version of the files' form; {@value #FORMAT}
 * @param trainedFromMs close of the first bar of the training window, ms since 1970 UTC
 * @param trainedToMs close of the last bar that any row or label knew, ms since 1970 UTC
 * @param scoresFromMs first close that it may score, ms since 1970 UTC
 * @param embargoBars bars between the last bar known and the first scored, of every timeframe
 * @param instruments whose bars it was trained on, in order of name
 * @param features the features in one line
 * @param label name of the label's rule
 * @param labelHorizonBars bars after which a label matures
 * @param neighbours number of neighbours that vote
 * @param members names of the members that could get a weight, in their order
 * @param parameters further parameters of the training, by name
 * @param data SHA-256 of the files of bars, by file name
 * @param code version and commit of the code that trained it
 * @param files SHA-256 of the other files of the version, by name
 * @param quality what was measured on rows held back, one entry per timeframe, shortest first
 */
public record ModelManifest(
    int format,
    long trainedFromMs,
    long trainedToMs,
    long scoresFromMs,
    int embargoBars,
    List<String> instruments,
    String features,
    String label,
    int labelHorizonBars,
    int neighbours,
    List<String> members,
    SortedMap<String, String> parameters,
    SortedMap<String, String> data,
    String code,
    SortedMap<String, String> files,
    List<ModelQuality> quality) {

  /** Version of the form that this code writes and reads. */
  public static final int FORMAT = 1;

  /** The same with checksums of the other files. */
  ModelManifest withFiles(SortedMap<String, String> checksums) {
    return new ModelManifest(
        format,
        trainedFromMs,
        trainedToMs,
        scoresFromMs,
        embargoBars,
        instruments,
        features,
        label,
        labelHorizonBars,
        neighbours,
        members,
        parameters,
        data,
        code,
        checksums,
        quality);
  }

  /** What a job must be like to ask it. */
  public ModelNeeds fits() {
    return new ModelNeeds(features, labelHorizonBars, neighbours, members);
  }
}
