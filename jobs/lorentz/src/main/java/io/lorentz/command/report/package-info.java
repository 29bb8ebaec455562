/**
 * The report of a run: files, figures, the table.
 *
 * <p>Takes the rows of a run ({@link io.lorentz.schemas.RunOutput}, merged by key), its facts and
 * its configuration; gives {@code orders.csv}, {@code trades.csv}, {@code equity.csv}, {@code
 * signals.csv}, {@code summary.json}, {@code manifest.json}, {@code chart.json}, {@code
 * report.html} and the table on standard output. The page is made of the other files and of nothing
 * else, so it can be made anew. Keeps nothing. Every figure is defined in {@link
 * io.lorentz.command.report.AccountSummary} and {@link io.lorentz.command.report.TradeStudy}.
 *
 * <p>Equal rows give equal bytes: decimals are plain and without trailing zeros, times ISO-8601 in
 * UTC, lines end with {@code \n}.
 */
package io.lorentz.command.report;
