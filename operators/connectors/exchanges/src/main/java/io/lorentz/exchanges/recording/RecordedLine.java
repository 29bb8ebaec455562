package io.lorentz.exchanges.recording;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of a recording.
 *
 * @param venue the venue
 * @param kind what it is
 * @param ms when it came, by the recorder's clock, ms since 1970 UTC
 * @param link of a frame: over which of the venue's connections
 * @param symbol of bars, specifications and fundings: of which symbol
 * @param data the frame or the body of the answer, as text; of a clock how far the venue's was
 *     ahead, ms
 */
record RecordedLine(
    @JsonProperty(value = "venue", required = true) String venue,
    @JsonProperty(value = "kind", required = true) Kind kind,
    @JsonProperty(value = "ms", required = true) long ms,
    @JsonProperty("link") int link,
    @JsonProperty("symbol") String symbol,
    @JsonProperty(value = "data", required = true) String data) {

  /** What a line can be. */
  enum Kind {
    FRAME,
    BARS,
    SPEC,
    FUNDINGS,
    CLOCK
  }
}
