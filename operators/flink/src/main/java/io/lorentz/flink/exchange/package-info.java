/**
 * How messages cross from task to task. Nothing here is ever written into a savepoint: state is
 * Avro, whose schemas evolve; between two tasks of one job there is one version of everything.
 */
package io.lorentz.flink.exchange;
