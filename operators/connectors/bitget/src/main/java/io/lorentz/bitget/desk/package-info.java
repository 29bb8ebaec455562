/**
 * What stands between the commands of the job and the account at the venue, as plain code without
 * thread, clock or network: it takes commands, answers and pushes, and gives what is to be asked of
 * the venue and what is to be written into the log.
 */
package io.lorentz.bitget.desk;
