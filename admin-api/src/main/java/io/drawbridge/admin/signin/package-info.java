/**
 * How people sign in with a browser, and out again. Start reading at {@link io.drawbridge.admin.signin.SignInResource}; who
 * they are from then on {@link io.drawbridge.admin.security.ConsoleSessions} knows.
 */
package io.drawbridge.admin.signin;
