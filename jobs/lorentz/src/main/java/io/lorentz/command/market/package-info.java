/**
 * A made-up market for {@code demo}, labelled as such wherever it shows.
 *
 * <p>Takes a seed and a number of days, gives files of 1-minute bars. The same seed gives the same
 * bytes on every machine. Nothing that is found on it says anything of a real market.
 */
package io.lorentz.command.market;
