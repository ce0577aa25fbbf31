package io.drawbridge.it;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/** FTP clients that people use, run as they run them: as alice, in her root directory. */
enum RealClient {
    CURL {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            curl("-T", file.toString(), url(port, fileName(file))).run();
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return curl(url(port, "")).run();
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            curl("-o", to.resolve(name).toString(), url(port, name)).run();
        }
    },

    LFTP {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            lftp(port, "put \"" + file + "\"").run();
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return lftp(port, "cls -1 -a").run();
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            lftp(port, "get \"" + name + "\" -o \"" + to.resolve(name) + "\"").run();
        }
    },

    CURL_WITH_TLS {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            curl(WITH_TLS, "-k", "-T", file.toString(), url(port, fileName(file))).run();
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return curl(WITH_TLS, "-k", url(port, "")).run();
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            curl(WITH_TLS, "-k", "-o", to.resolve(name).toString(), url(port, name)).run();
        }
    },

    LFTP_WITH_TLS {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            lftpWithTls(port, "put \"" + file + "\"").run();
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return lftpWithTls(port, "cls -1 -a").run();
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            lftpWithTls(port, "get \"" + name + "\" -o \"" + to.resolve(name) + "\"").run();
        }
    },

    NCFTP {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            ncftp("ncftpput", port, FtpProbe.LOCALHOST, "/", file.toString()).run();
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return ncftp("ncftpls", port, "-1", "ftp://" + FtpProbe.LOCALHOST + "/").run();
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            ncftp("ncftpget", port, FtpProbe.LOCALHOST, to.toString(), name).run();
        }

        private CommandLine ncftp(String program, int port, String... arguments) {
            String[] access = { "-u", ACCOUNT, "-p", Api.passwordOf(ACCOUNT), "-P", Integer.toString(port) };
            return CommandLine.of(program, joined(access, arguments));
        }
    },

    PYTHON_FTPLIB {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            python(port, "with open(sys.argv[4], 'rb') as f: ftp.storbinary('STOR ' + sys.argv[5], f)",
                    file.toString(), fileName(file));
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return python(port, "for name, facts in ftp.mlsd(): print(name, facts)\nprint(ftp.nlst())");
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            python(port, "with open(sys.argv[4], 'wb') as f: ftp.retrbinary('RETR ' + sys.argv[5], f.write)",
                    to.resolve(name).toString(), name);
        }

        private String python(int port, String does, String... arguments) throws IOException, InterruptedException {
            return ftplib("ftplib.FTP(timeout=60)", "", port, does, arguments);
        }
    },

    PYTHON_FTPLIB_WITH_TLS {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            python(port, "with open(sys.argv[4], 'rb') as f: ftp.storbinary('STOR ' + sys.argv[5], f)",
                    file.toString(), fileName(file));
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return python(port, "print(ftp.nlst())");
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            python(port, "with open(sys.argv[4], 'wb') as f: ftp.retrbinary('RETR ' + sys.argv[5], f.write)",
                    to.resolve(name).toString(), name);
        }

        private String python(int port, String does, String... arguments) throws IOException, InterruptedException {
            return ftplib("ftplib.FTP_TLS(timeout=60)", "ftp.prot_p()", port, does, arguments);
        }
    },

    /** Can only download; what is to be downloaded comes from curl. */
    WGET {
        @Override
        void upload(int port, Path file) throws IOException, InterruptedException {
            CURL.upload(port, file);
        }

        @Override
        String list(int port) throws IOException, InterruptedException {
            return CURL.list(port);
        }

        @Override
        void download(int port, String name, Path to) throws IOException, InterruptedException {
            CommandLine.of("wget", "--tries=1", "--timeout=60", "--user=" + ACCOUNT,
                    "--password=" + Api.passwordOf(ACCOUNT), "-O", to.resolve(name).toString(), url(port, name)).run();
        }
    };

    static final String ACCOUNT = "alice";
    private static final String WITH_TLS = "--ssl-reqd";

    /** Under the name that it has here. */
    abstract void upload(int port, Path file) throws IOException, InterruptedException;

    abstract String list(int port) throws IOException, InterruptedException;

    abstract void download(int port, String name, Path to) throws IOException, InterruptedException;

    static CommandLine curl(String... arguments) {
        String[] always = { "-sS", "--max-time", "110", "-u", ACCOUNT + ":" + Api.passwordOf(ACCOUNT) };
        return CommandLine.of("curl", joined(always, arguments));
    }

    /** @param commands in its own language, with ; between them */
    static CommandLine lftp(int port, String commands) {
        return lftp("set ftp:ssl-allow no", port, commands);
    }

    /** The certificate is one that nobody but the server has signed. */
    static CommandLine lftpWithTls(int port, String commands) {
        return lftp("set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ssl:verify-certificate no", port, commands);
    }

    private static CommandLine lftp(String settings, int port, String commands) {
        return CommandLine.of("lftp", "--norc", "-u", ACCOUNT + "," + Api.passwordOf(ACCOUNT), "-p",
                Integer.toString(port), FtpProbe.LOCALHOST, "-e",
                settings + "; set cmd:fail-exit yes; set net:max-retries 1; set net:timeout 60; set xfer:clobber yes; "
                        + commands + "; exit");
    }

    private static String ftplib(String kind, String afterLogin, int port, String does, String... arguments)
            throws IOException, InterruptedException {
        String script = """
                import ftplib, sys
                ftp = %s
                ftp.connect('127.0.0.1', int(sys.argv[1]))
                ftp.login(sys.argv[2], sys.argv[3])
                %s
                %s
                ftp.quit()
                """.formatted(kind, afterLogin, does);
        String[] access = { "-c", script, Integer.toString(port), ACCOUNT, Api.passwordOf(ACCOUNT) };
        return CommandLine.of("python3", joined(access, arguments)).run();
    }

    static String url(int port, String name) {
        return "ftp://" + FtpProbe.LOCALHOST + ":" + port + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }

    private static String[] joined(String[] first, String... then) {
        return Stream.of(first, then).flatMap(Stream::of).toArray(String[]::new);
    }
}
