package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.quoted;

import java.util.Optional;

record Ftplib() implements ShellClient {
    @Override
    public String name() {
        return "Python ftplib";
    }

    @Override
    public String program() {
        return "python3";
    }

    @Override
    public String version() {
        return "Python 3.11";
    }

    @Override
    public boolean can(Way way) {
        return true;
    }

    @Override
    public String note() {
        return "`size()` needs `TYPE I` before it. `FTP_TLS` takes any certificate unless it is given a context, and sends data in clear until `prot_p()`. It has no class for implicit TLS, but one is soon written.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        return switch (task) {
            case Task.Upload(var file, var name) -> python(login,
                    "with open(%s, 'rb') as file: ftp.storbinary(%s, file)", text(file), text("STOR " + name));
            case Task.Download(var name, var file) -> python(login,
                    "with open(%s, 'wb') as file: ftp.retrbinary(%s, file.write)", text(file), text("RETR " + name));
            case Task.Listing() -> python(login, "for name, facts in ftp.mlsd(): print(name, facts)");
            case Task.ResumeUpload(var file, var name, var from) -> python(login, """
                    with open(%s, 'rb') as file:
                        ftp.voidcmd("TYPE I")
                        there = ftp.size(%s)
                        file.seek(there)
                        ftp.storbinary(%s, file, rest=there)""", text(file), text(name), text("STOR " + name));
            case Task.ResumeDownload(var name, var file) -> python(login,
                    "with open(%s, 'ab') as file: ftp.retrbinary(%s, file.write, rest=file.tell())", text(file),
                    text("RETR " + name));
            case Task.Rename(var from, var to) -> python(login, "ftp.rename(%s, %s)", text(from), text(to));
            case Task.Delete(var name) -> python(login, "ftp.delete(%s)", text(name));
            case Task.MirrorUp(var folder, var name) -> Optional.empty();
            case Task.MirrorDown(var name, var folder) -> Optional.empty();
        };
    }

    private static Optional<String> python(Login login, String does, Object... names) {
        String program = """
                import ftplib
                %sftp = %s(timeout=60)
                %sftp.connect("%s", %d)
                ftp.login("%s", "%s")
                %s%s%s
                ftp.quit()
                """.formatted(definition(login.way()), kind(login.way()), login.ifTraced("ftp.set_debuglevel(1)\n"),
                login.host(), login.port(),
                login.account(), login.password(), afterLogin(login.way()),
                login.way().isActive() ? "ftp.set_pasv(False)\n" : "", does.replace('\'', '"').formatted(names));
        return Optional.of("python3 -c " + quoted(program.strip()));
    }

    /** It has no class for implicit TLS. */
    private static String definition(Way way) {
        return switch (way.security()) {
            case PLAIN, EXPLICIT -> "";
            case IMPLICIT -> """
                    class ImplicitTLS(ftplib.FTP_TLS):
                        _sock = None
                        @property
                        def sock(self):
                            return self._sock
                        @sock.setter
                        def sock(self, sock):
                            plain = sock is not None and not hasattr(sock, "cipher")
                            self._sock = self.context.wrap_socket(sock) if plain else sock
                    """;
        };
    }

    private static String kind(Way way) {
        return switch (way.security()) {
            case PLAIN -> "ftplib.FTP";
            case EXPLICIT -> "ftplib.FTP_TLS";
            case IMPLICIT -> "ImplicitTLS";
        };
    }

    private static String afterLogin(Way way) {
        return switch (way.security()) {
            case PLAIN -> "";
            case EXPLICIT, IMPLICIT -> "ftp.prot_p()\n";
        };
    }

    /** As Python reads it. */
    private static String text(Object text) {
        return "\"" + text + "\"";
    }
}
