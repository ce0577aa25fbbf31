package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.fed;
import static io.drawbridge.it.clients.ShellClient.words;

import java.util.Optional;

import io.drawbridge.it.clients.Way.Security;

record Tnftp() implements ShellClient {
    @Override
    public String name() {
        return "tnftp";
    }

    @Override
    public String program() {
        return "tnftp";
    }

    @Override
    public String version() {
        return "Debian 20210827-4+b1";
    }

    @Override
    public boolean can(Way way) {
        return way.security() == Security.PLAIN;
    }

    @Override
    public String note() {
        return "The `ftp` of the BSDs and of macOS, and Debian's. No TLS, no folders within folders. The number behind `restart`"
                + " is the size of what is on the server.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        return switch (task) {
            case Task.Upload(var file, var name) -> shell(login, "put \"" + file + "\" \"" + name + "\"");
            case Task.Download(var name, var file) -> shell(login, "get \"" + name + "\" \"" + file + "\"");
            case Task.Listing() -> shell(login, "ls");
            case Task.ResumeUpload(var file, var name, var from) ->
                shell(login, "restart " + from, "put \"" + file + "\" \"" + name + "\"");
            case Task.ResumeDownload(var name, var file) -> shell(login, "reget \"" + name + "\" \"" + file + "\"");
            case Task.Rename(var from, var to) -> shell(login, "rename \"" + from + "\" \"" + to + "\"");
            case Task.Delete(var name) -> shell(login, "delete \"" + name + "\"");
            case Task.MirrorUp(var folder, var name) -> Optional.empty();
            case Task.MirrorDown(var name, var folder) -> Optional.empty();
        };
    }

    private static Optional<String> shell(Login login, String... commands) {
        return Optional.of(fed(words("tnftp -n", login.ifTraced("-d -v"), login.way().isActive() ? "-A" : "", "-P",
                Integer.toString(login.port()), login.host()),
                "user " + login.account() + " " + login.password(), "binary", String.join("\n", commands), "quit"));
    }
}
