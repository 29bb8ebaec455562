/**
 * JMH benchmarks of the core. Each states its conditions and checks its answer before it counts.
 */
package io.lorentz.benchmarks;
