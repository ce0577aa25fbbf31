/**
 * Two people who edit the same thing do not overwrite each other: conditional requests (RFC 9110 §13); and a
 * POST that is sent twice makes one thing ({@link io.drawbridge.admin.conditional.Creation}). Start reading at
 * {@link io.drawbridge.admin.conditional.Editable}.
 */
package io.drawbridge.admin.conditional;
