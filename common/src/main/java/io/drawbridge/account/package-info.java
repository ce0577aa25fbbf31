/** What both programs must know alike about accounts: how a password becomes a hash, and which names and homes there may be. */
package io.drawbridge.account;
