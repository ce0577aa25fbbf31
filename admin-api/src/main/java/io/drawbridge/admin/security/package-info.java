/**
 * Who may use the API: administrators by name and password, programs by token; who guesses is banned. Start reading at
 * {@link io.drawbridge.admin.security.Administrators}; the first one comes from
 * {@link io.drawbridge.admin.security.FirstAdministrator}.
 */
package io.drawbridge.admin.security;
