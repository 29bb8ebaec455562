/** What the verbs drive: the trading job on an embedded cluster, and the features bar by bar. */
package io.lorentz.command.engine;
