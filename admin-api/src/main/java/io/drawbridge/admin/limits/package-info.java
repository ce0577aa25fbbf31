/** How many sessions there may be in the whole cluster. */
package io.drawbridge.admin.limits;
