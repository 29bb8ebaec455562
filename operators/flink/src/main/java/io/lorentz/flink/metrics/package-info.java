/**
 * What the shells share to be watched: the clock they are handed, counters by label, histograms in
 * units. The names are listed in {@code flink-conf/METRICS.md}. No decision reads any of it.
 */
package io.lorentz.flink.metrics;
