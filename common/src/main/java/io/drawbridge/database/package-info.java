/**
 * The tables as Panache rows: a class a table, with its finders beside its fields. The schema itself, and the functions
 * that decide at the door, are in {@code db/migration}.
 */
package io.drawbridge.database;
