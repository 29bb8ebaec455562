/**
 * The wiring: one graph of all stages for live, paper and backtest, and the same stages in a bare
 * loop without Flink, which is the oracle that every run is held against.
 */
package io.lorentz.trading;
