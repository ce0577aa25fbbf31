package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.quoted;
import static io.drawbridge.it.clients.ShellClient.words;

import java.util.Optional;

record Rclone() implements ShellClient {
    @Override
    public String name() {
        return "rclone";
    }

    @Override
    public String program() {
        return "rclone";
    }

    @Override
    public String version() {
        return "Debian 1.60.1+dfsg-2+b5";
    }

    @Override
    public boolean can(Way way) {
        return !way.isActive();
    }

    @Override
    public String note() {
        return "No active mode; transfers a file anew rather than going on with it. An IPv6 address is written `[::1]`.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        return switch (task) {
            case Task.Upload(var file, var name) -> rclone(login, "copyto", quoted(file), quoted(":ftp:" + name));
            case Task.Download(var name, var file) -> rclone(login, "copyto", quoted(":ftp:" + name), quoted(file));
            case Task.Listing() -> rclone(login, "lsf", ":ftp:");
            case Task.ResumeUpload(var file, var name, var from) -> Optional.empty();
            case Task.ResumeDownload(var name, var file) -> Optional.empty();
            case Task.Rename(var from, var to) -> rclone(login, "moveto", quoted(":ftp:" + from), quoted(":ftp:" + to));
            case Task.Delete(var name) -> rclone(login, "deletefile", quoted(":ftp:" + name));
            case Task.MirrorUp(var folder, var name) -> rclone(login, "sync", quoted(folder), quoted(":ftp:" + name));
            case Task.MirrorDown(var name, var folder) -> rclone(login, "sync", quoted(":ftp:" + name), quoted(folder));
        };
    }

    private static Optional<String> rclone(Login login, String... command) {
        return Optional.of(words("rclone --config ''", login.ifTraced("-vv --dump headers --retries 1"), security(login.way()),
                "--ftp-host", quoted(login.bracketedHost()), "--ftp-port", Integer.toString(login.port()), "--ftp-user",
                quoted(login.account()), "--ftp-pass \"$(rclone obscure", quoted(login.password()) + ")\"", words(command)));
    }

    private static String security(Way way) {
        return switch (way.security()) {
            case PLAIN -> "";
            case EXPLICIT -> "--ftp-explicit-tls --ftp-no-check-certificate";
            case IMPLICIT -> "--ftp-tls --ftp-no-check-certificate";
        };
    }
}
