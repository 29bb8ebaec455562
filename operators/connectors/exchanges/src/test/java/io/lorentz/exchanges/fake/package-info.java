/** Six venues on loopback that do everything venues have done to people. */
package io.lorentz.exchanges.fake;
