/** Keyed state that holds a live object of the core and is written down as its Avro image. */
package io.lorentz.flink.state;
