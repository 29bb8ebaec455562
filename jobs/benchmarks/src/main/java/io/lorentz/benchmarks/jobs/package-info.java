/** Whole-job throughput, held against the bare loop on the same bars in the same process. */
package io.lorentz.benchmarks.jobs;
