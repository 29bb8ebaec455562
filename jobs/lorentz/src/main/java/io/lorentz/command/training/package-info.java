/**
 * Training: bars become rows by the job's own stages, rows get labels, and the members are fitted
 * to them; a walk through the years of one model per step; what a run under them is worth.
 *
 * <pre>
 *   log ─ BarBuilder ─ FeatureStage ─► SeriesRows ─► LabelRule ─► TrainingRows ─► SeriesTrainer
 *                                                                 (one window)     (members, quality)
 * </pre>
 *
 * <p>A window is cut out before anything is labelled: rows behind its end do not exist for what is
 * trained on it. {@link io.lorentz.command.training.LeakCheck} holds the labels against those of
 * all rows, and names the first that knows more.
 */
package io.lorentz.command.training;
