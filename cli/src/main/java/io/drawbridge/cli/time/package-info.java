/** Times as people type them. */
package io.drawbridge.cli.time;
