/**
 * A real PostgreSQL that belongs to one program: started before it, stopped after it, its data in a folder of its own.
 * For standalone, development and tests; a cluster has a PostgreSQL of its own.
 */
package io.drawbridge.postgres;
