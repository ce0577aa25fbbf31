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
            String script = """
                    import ftplib, sys
                    ftp = ftplib.FTP(timeout=60)
                    ftp.connect('127.0.0.1', int(sys.argv[1]))
                    ftp.login(sys.argv[2], sys.argv[3])
                    %s
                    ftp.quit()
                    """.formatted(does);
            String[] access = { "-c", script, Integer.toString(port), ACCOUNT, Api.passwordOf(ACCOUNT) };
            return CommandLine.of("python3", joined(access, arguments)).run();
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
        return CommandLine.of("lftp", "--norc", "-u", ACCOUNT + "," + Api.passwordOf(ACCOUNT), "-p",
                Integer.toString(port), FtpProbe.LOCALHOST, "-e",
                "set cmd:fail-exit yes; set net:max-retries 1; set net:timeout 60; set xfer:clobber yes; "
                        + commands + "; exit");
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
