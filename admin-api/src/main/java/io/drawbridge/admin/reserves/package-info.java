/** Reserved places: those that are kept free for some networks and accounts. */
package io.drawbridge.admin.reserves;
