/**
 * Edges for files.
 *
 * <pre>
 *   bar files --> BarFileLog (merge by close, check, stamp) --> LogRecord --> ArchiveSource --> job
 *   job --> RunOutput --> RunOutputSink --> spool directory --> RunOutputSpool (one row per key)
 * </pre>
 *
 * <p>Takes: CSV files of bars, plain or gzip, one or more per instrument. Gives: the log that every
 * decision rests on, and at the other end the rows a run gave. Keeps: the number of records given
 * (the source's whole checkpoint); the log itself lies in the files.
 */
package io.lorentz.archive;
