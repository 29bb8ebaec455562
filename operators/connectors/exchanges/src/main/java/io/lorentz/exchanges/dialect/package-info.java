/**
 * What six venues say and how they want to be asked: frames and answers become {@code FeedEvent}s
 * and rows, the same for all. Nothing here knows a socket or a clock.
 */
package io.lorentz.exchanges.dialect;
