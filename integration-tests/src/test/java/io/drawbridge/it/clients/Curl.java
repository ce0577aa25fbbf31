package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.quoted;
import static io.drawbridge.it.clients.ShellClient.words;

import java.util.Optional;

import io.drawbridge.it.clients.Way.Security;

record Curl() implements ShellClient {
    @Override
    public String name() {
        return "curl";
    }

    @Override
    public String program() {
        return "curl";
    }

    @Override
    public String version() {
        return "Debian 7.88.1-10+deb12u15";
    }

    @Override
    public boolean can(Way way) {
        return !way.isActive() || way.security() == Security.PLAIN;
    }

    @Override
    public String note() {
        return "In active mode with TLS, 7.87 and 7.88 send the data in clear (curl issue 10666) and read 522 here. Goes on with an upload by `APPE`. `-k` takes any certificate; leave it out where yours is signed by an authority.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        String curl = words("curl -sS", login.ifTraced("-v"), security(login.way()), login.way().isActive() ? "-P -" : "",
                "-u", quoted(login.account() + ":" + login.password()));
        return switch (task) {
            case Task.Upload(var file, var name) -> Optional.of(words(curl, "-T", quoted(file), url(login, name)));
            case Task.Download(var name, var file) -> Optional.of(words(curl, "-o", quoted(file), url(login, name)));
            case Task.Listing() -> Optional.of(words(curl, url(login, "")));
            case Task.ResumeUpload(var file, var name, var from) ->
                Optional.of(words(curl, "-C - -T", quoted(file), url(login, name)));
            case Task.ResumeDownload(var name, var file) ->
                Optional.of(words(curl, "-C - -o", quoted(file), url(login, name)));
            case Task.Rename(var from, var to) ->
                Optional.of(words(curl, "-I -Q", quoted("RNFR " + from), "-Q", quoted("RNTO " + to), url(login, "")));
            case Task.Delete(var name) -> Optional.of(words(curl, "-I -Q", quoted("DELE " + name), url(login, "")));
            case Task.MirrorUp(var folder, var name) -> Optional.empty();
            case Task.MirrorDown(var name, var folder) -> Optional.empty();
        };
    }

    private static String security(Way way) {
        return switch (way.security()) {
            case PLAIN -> "";
            case EXPLICIT -> "--ssl-reqd -k";
            case IMPLICIT -> "-k";
        };
    }

    private static String url(Login login, String path) {
        return quoted(login.url(switch (login.way().security()) {
            case PLAIN, EXPLICIT -> "ftp";
            case IMPLICIT -> "ftps";
        }, path));
    }
}
