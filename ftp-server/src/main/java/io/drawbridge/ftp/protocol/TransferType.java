package io.drawbridge.ftp.protocol;

/** How file bytes travel (RFC 959 §3.1.1). */
public enum TransferType {
    /** Lines end with CR LF on the wire and with LF in the file. */
    ASCII,
    /** Byte for byte. */
    IMAGE
}
