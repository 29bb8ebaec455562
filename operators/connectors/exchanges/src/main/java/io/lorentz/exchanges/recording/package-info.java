/**
 * Frames and answers as they came, in a file, and the same file as a network: what was recorded
 * goes through the code that it came through.
 */
package io.lorentz.exchanges.recording;
