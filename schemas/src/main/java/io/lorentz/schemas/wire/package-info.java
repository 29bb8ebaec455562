/** How nouns are written outside the heap: Avro single-object encoding, and images of state. */
package io.lorentz.schemas.wire;
