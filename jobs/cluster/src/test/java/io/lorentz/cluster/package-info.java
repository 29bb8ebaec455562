/**
 * Proofs that need a real cluster: JobManager, TaskManagers and ZooKeeper as processes, started by
 * {@code flink-conf/local-cluster}, and the job's jar, submitted by Flink's own command line.
 */
package io.lorentz.cluster;
