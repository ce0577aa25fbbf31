package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.quoted;
import static io.drawbridge.it.clients.ShellClient.words;

import java.util.Optional;

record Lftp() implements ShellClient {
    @Override
    public String name() {
        return "lftp";
    }

    @Override
    public String program() {
        return "lftp";
    }

    @Override
    public String version() {
        return "Debian 4.9.2-2+b1";
    }

    @Override
    public boolean can(Way way) {
        return true;
    }

    @Override
    public String note() {
        return "Asks for TLS wherever it is offered, hence `ftp:ssl-allow no` for none; `ssl:verify-certificate no` takes any"
                + " certificate, and `ssl:use-sni no` is needed where the host is an IPv6 address. `-n` and `-P` are parts and files at a time, each on a connection of its own that counts as a"
                + " session.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        return Optional.of(script(login, switch (task) {
            case Task.Upload(var file, var name) -> "put " + name(file) + " -o " + name(name);
            case Task.Download(var name, var file) -> "pget -n 3 " + name(name) + " -o " + name(file);
            case Task.Listing() -> "cls -1";
            case Task.ResumeUpload(var file, var name, var from) -> "put -c " + name(file) + " -o " + name(name);
            case Task.ResumeDownload(var name, var file) -> "get -c " + name(name) + " -o " + name(file);
            case Task.Rename(var from, var to) -> "mv " + name(from) + " " + name(to);
            case Task.Delete(var name) -> "rm " + name(name);
            case Task.MirrorUp(var folder, var name) -> "mirror -R -P 3 " + name(folder) + " " + name(name);
            case Task.MirrorDown(var name, var folder) -> "mirror -P 3 " + name(name) + " " + name(folder);
        }));
    }

    /** @param commands in its own language, with ; between them */
    static String script(Login login, String commands) {
        return words("lftp --norc -u", quoted(login.account() + "," + login.password()), "-p", Integer.toString(login.port()),
                quoted(host(login)), "-e", quoted(login.ifTraced("debug 5; ")
                        + "set cmd:fail-exit yes; set net:max-retries 1; " + security(login)
                        + (login.way().isActive() ? "set ftp:passive-mode no; " : "") + commands + "; exit"));
    }

    private static String host(Login login) {
        return switch (login.way().security()) {
            case PLAIN, EXPLICIT -> login.host();
            case IMPLICIT -> "ftps://" + login.bracketedHost();
        };
    }

    private static String security(Login login) {
        return switch (login.way().security()) {
            case PLAIN -> "set ftp:ssl-allow no; ";
            case EXPLICIT, IMPLICIT -> "set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ssl:verify-certificate no; "
                    + (login.host().contains(":") ? "set ssl:use-sni no; " : "");
        };
    }

    /** As lftp itself reads it. */
    private static String name(Object name) {
        return name.toString().matches("[\\w./-]+") ? name.toString() : "\"" + name + "\"";
    }
}
