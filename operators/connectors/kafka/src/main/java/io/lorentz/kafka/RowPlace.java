package io.lorentz.kafka;

/**
 * Where a row lies.
 *
 * @param topic the row topic
 * @param partition its partition, from 0
 * @param offset its offset there
 */
public record RowPlace(String topic, int partition, long offset) {}
