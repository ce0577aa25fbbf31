package io.drawbridge.ftp.protocol;

/** How a data connection carries what is transferred (RFC 959 §3.4). */
public enum TransferMode {
    /** As it is, to the end of the connection. */
    STREAM,
    /** As one zlib stream (RFC 1950): MODE Z of draft-preston-ftpext-deflate. */
    DEFLATE
}
