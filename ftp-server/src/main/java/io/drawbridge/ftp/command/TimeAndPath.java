package io.drawbridge.ftp.command;

import java.time.Instant;
import java.util.Optional;

import io.drawbridge.ftp.protocol.FtpTime;

/** The argument of MFMT: a time, one space, a path. */
record TimeAndPath(Instant time, String path) {

    /** @return empty when it is not of that form */
    static Optional<TimeAndPath> parse(String argument) {
        int space = argument.indexOf(' ');
        if (space < 0 || space == argument.length() - 1) {
            return Optional.empty();
        }
        return FtpTime.parse(argument.substring(0, space)).map(time -> new TimeAndPath(time, argument.substring(space + 1)));
    }
}
