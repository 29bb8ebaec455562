/**
 * One UTC day of a run, in the words of a message: what it traded, what it brought, whether its
 * replay agrees, and how good its data was. Read from the run's topics; decides nothing.
 */
package io.lorentz.command.day;
