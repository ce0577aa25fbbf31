/** Who may use the API, and how far. */
package io.drawbridge.admin.administrators;
