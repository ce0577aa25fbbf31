/**
 * The door as PostgreSQL has it, without any server before it. Start with {@code Door}, the only one that calls its functions.
 */
package io.drawbridge.bench.door;
