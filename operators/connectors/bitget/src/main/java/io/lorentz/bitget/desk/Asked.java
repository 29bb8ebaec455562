package io.lorentz.bitget.desk;

/**
 * Something to be asked of the venue now.
 *
 * @param id goes back with the outcome
 * @param notAfterMs when it has not left by then it must not leave any more, ms since 1970 UTC by
 *     the venue's clock; {@code Long.MAX_VALUE} if it may leave at any time
 */
public record Asked(long id, Ask ask, long notAfterMs) {}
