/** How events become lines of the log: one each, with keys that no stranger can forge. Knows nobody. */
package io.drawbridge.log;
