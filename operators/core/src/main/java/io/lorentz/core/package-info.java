/**
 * Decisions in plain Java, one package per stage. Nothing here knows Flink, a file, a clock or a
 * random source; a stage sees its own room and the nouns of {@code io.lorentz.schemas} only.
 */
package io.lorentz.core;
