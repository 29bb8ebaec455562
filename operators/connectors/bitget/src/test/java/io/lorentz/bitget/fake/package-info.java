/**
 * A Bitget that does everything the real one has ever done to people: the oracle for money, in
 * virtual time, and a wire to it that fails.
 */
package io.lorentz.bitget.fake;
