/** Simulated days of live trading: the job's rooms, the edge's desk, and a fake exchange. */
package io.lorentz.bitget.day;
