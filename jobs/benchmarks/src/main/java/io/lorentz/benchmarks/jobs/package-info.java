/** Whole-job throughput, held against the bare loop on the same bars, each in a JVM of its own. */
package io.lorentz.benchmarks.jobs;
