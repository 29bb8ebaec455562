/** The edge as a process: feeds on one side, the one appender of the log on the other. */
package io.lorentz.command.edge;
