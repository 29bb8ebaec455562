/**
 * The live page: what a run does, read from its topics and pushed to browsers of this machine. It
 * reads and never writes, and nothing of it is part of a decision.
 */
package io.lorentz.command.page;
