package io.drawbridge.ftp.protocol;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as MDTM and MLST show them: UTC, {@code YYYYMMDDHHMMSS} with milliseconds (RFC 3659 §2.3). */
public final class FtpTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS").withZone(ZoneOffset.UTC);

    private FtpTime() {
    }

    public static String of(Instant time) {
        return FORMAT.format(time);
    }
}
