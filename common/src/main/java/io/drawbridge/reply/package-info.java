/**
 * The catalogue of FTP replies: what each code means, when it is seen and what to do about it, in English and Thai.
 * The server's words, the admin API and docs/replies.md all come from here. Uses nothing but the JDK.
 * Start reading at {@link io.drawbridge.reply.ReplyCode}.
 */
package io.drawbridge.reply;
