package io.lorentz.exchanges.dialect;

import java.time.Duration;

/**
 * How much a venue lets one address ask.
 *
 * @param weight the sum of weights that one window takes; half of what the venue allows, so that
 *     others at the same address live
 * @param window length of the window
 */
public record RestLimit(int weight, Duration window) {}
