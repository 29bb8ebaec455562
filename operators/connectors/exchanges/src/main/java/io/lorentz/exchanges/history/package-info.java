/**
 * What venues kept of the past, as files: bars and fundings by REST, Binance's public archive by
 * checksum. What is complete is not asked for again; what was cut off leaves no half file.
 */
package io.lorentz.exchanges.history;
