/**
 * Edges for files.
 *
 * <pre>
 *   bar files, funding, mark prices --> BarFileLog (merge by time, check, stamp) --> LogRecord
 *   LogRecord --> ArchiveSource --> job
 *   job --> RunOutput --> RunOutputSink --> spool directory --> RunOutputSpool (one row per key)
 * </pre>
 *
 * <p>Takes: CSV files of bars, funding and mark prices, plain or gzip, one or more per instrument.
 * Gives: the log that every decision rests on, and at the other end the rows a run gave. Keeps: the
 * number of records given (the source's whole checkpoint); the log itself lies in the files.
 */
package io.lorentz.archive;
