/**
 * Who may use the API: administrators by name and password or, once signed in, by cookie; programs by token; people and
 * programs of an organisation by what its OpenID provider says; who guesses is
 * banned. Start reading at
 * {@link io.drawbridge.admin.security.Administrators}; the first one comes from
 * {@link io.drawbridge.admin.security.FirstAdministrator}.
 */
package io.drawbridge.admin.security;
