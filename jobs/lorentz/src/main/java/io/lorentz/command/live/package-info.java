/** Trading at a venue: what the edge adds to feeds and log, and how a person reaches it. */
package io.lorentz.command.live;
