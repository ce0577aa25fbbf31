/**
 * The API by which operators steer the door: REST over the rows that ftp-servers obey. A package a noun, with its
 * resource and its JSON records; {@code json} reads what clients send, {@code problem} tells them what was wrong with it,
 * {@code security} knows who they are. Start reading at {@link io.drawbridge.admin.limits.LimitsResource}.
 */
package io.drawbridge.admin;
