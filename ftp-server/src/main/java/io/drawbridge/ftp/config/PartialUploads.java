package io.drawbridge.ftp.config;

/** What becomes of an upload that breaks off. */
public enum PartialUploads {
    /** Nothing of it is seen. */
    DISCARD,
    /** What has come is the file, so that the client can go on with it. */
    KEEP
}
