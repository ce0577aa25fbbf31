package io.drawbridge.ftp.server;

import io.drawbridge.ftp.protocol.Reply;

/**
 * A reply on its way to the client.
 *
 * @param secured whether what comes after it is in TLS
 * @param endsTransfer whether it is the last reply of a transfer; else it answers a line of the client
 */
record Answer(Reply reply, boolean secured, boolean endsTransfer) {
}
