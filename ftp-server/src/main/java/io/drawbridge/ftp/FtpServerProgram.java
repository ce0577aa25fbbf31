package io.drawbridge.ftp;

import io.drawbridge.config.DataConfig;
import io.drawbridge.connection.DatabaseConfig;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.program.Program;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The FTP server as a program of its own, for a database that is given. */
@QuarkusMain(name = "ftp-server")
public final class FtpServerProgram {
    private FtpServerProgram() {
    }

    public static void main(String... arguments) {
        Program.check(DataConfig.class, DatabaseConfig.class, FtpConfig.class);
        Program.run(null, arguments);
    }
}
