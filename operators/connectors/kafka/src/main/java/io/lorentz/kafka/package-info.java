/**
 * Edges for Kafka.
 *
 * <pre>
 *   records --> LogAppender (log time, one per partition) --> topic T --> LogSource --> job
 *                                                                 unreadable --> T.unreadable
 *   job --> RunOutput --> RowTopics.sink --> T.orders, T.outcomes, ... --> RowTopics.read (one row per key)
 * </pre>
 *
 * <p>Takes: the log as Avro single-object records, in one partition or more. Gives: the log that
 * every decision rests on, and at the other end the rows a run gave. Keeps: the next offset of each
 * partition (the source's whole checkpoint). Which topic holds what, by which key and for how long
 * stands in {@link io.lorentz.kafka.TopicPlan}.
 */
package io.lorentz.kafka;
