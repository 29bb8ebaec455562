/**
 * A Kafka broker inside this process, for laptops and tests: one node, no replicas. It is not part
 * of the job and not in the job's jar.
 */
package io.lorentz.command.broker;
