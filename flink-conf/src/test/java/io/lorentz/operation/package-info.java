/** What runs the job, held against the programs that read it. */
package io.lorentz.operation;
