/** Live trading by processes that are killed, against a venue made up in the test's own process. */
package io.lorentz.cluster.live;
