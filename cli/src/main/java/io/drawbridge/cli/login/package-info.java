/** The login that is kept between two calls, in a file that only its owner reads. */
package io.drawbridge.cli.login;
