/**
 * How the programs reach the database: with which name and password, which may change while they run, and where to when a
 * pooler stands in between. Start with {@link io.drawbridge.connection.DatabaseConfig}.
 */
package io.drawbridge.connection;
