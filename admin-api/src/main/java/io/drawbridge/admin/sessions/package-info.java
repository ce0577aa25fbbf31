/** Who is inside, and how an administrator turns them out. */
package io.drawbridge.admin.sessions;
