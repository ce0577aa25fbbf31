package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.quoted;
import static io.drawbridge.it.clients.ShellClient.words;

import java.util.Optional;

record Wget() implements ShellClient {
    @Override
    public String name() {
        return "wget";
    }

    @Override
    public String program() {
        return "wget";
    }

    @Override
    public String version() {
        return "Debian 1.21.3-1+deb12u1";
    }

    @Override
    public boolean can(Way way) {
        return true;
    }

    @Override
    public String note() {
        return "Only downloads. Lists a directory as HTML.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        String wget = words("wget -nv --tries=1", login.ifTraced("-d"), security(login.way()),
                login.way().isActive() ? "--no-passive-ftp" : "",
                "--user=" + quoted(login.account()), "--password=" + quoted(login.password()));
        return switch (task) {
            case Task.Download(var name, var file) -> Optional.of(words(wget, "-O", quoted(file), url(login, name)));
            case Task.Listing() -> Optional.of(words(wget, "-O -", url(login, "")));
            case Task.ResumeDownload(var name, var file) ->
                Optional.of(words(wget, "-c -O", quoted(file), url(login, name)));
            case Task.MirrorDown(var name, var folder) ->
                Optional.of(words(wget, "-r -l inf -nH --cut-dirs=1 -P", quoted(folder),
                        url(login, name + "/")));
            case Task.Upload(var file, var name) -> Optional.empty();
            case Task.ResumeUpload(var file, var name, var from) -> Optional.empty();
            case Task.Rename(var from, var to) -> Optional.empty();
            case Task.Delete(var name) -> Optional.empty();
            case Task.MirrorUp(var folder, var name) -> Optional.empty();
        };
    }

    private static String security(Way way) {
        return switch (way.security()) {
            case PLAIN -> "";
            case EXPLICIT -> "--no-check-certificate";
            case IMPLICIT -> "--no-check-certificate --ftps-implicit";
        };
    }

    private static String url(Login login, String path) {
        return quoted(login.url(switch (login.way().security()) {
            case PLAIN -> "ftp";
            case EXPLICIT, IMPLICIT -> "ftps";
        }, path));
    }
}
