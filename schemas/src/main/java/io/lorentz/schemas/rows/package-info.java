/** What makes a row of a run's output the same row, and how rows written twice are read once. */
package io.lorentz.schemas.rows;
