/** Groups of accounts: what shares a pool of sessions, or a maintenance. */
package io.drawbridge.admin.groups;
