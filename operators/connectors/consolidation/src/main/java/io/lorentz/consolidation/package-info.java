/** Many files of bars into one archive: found, told apart, read, resolved, written. */
package io.lorentz.consolidation;
