package io.drawbridge.it.clients;

import static io.drawbridge.it.clients.ShellClient.fed;
import static io.drawbridge.it.clients.ShellClient.quoted;
import static io.drawbridge.it.clients.ShellClient.words;

import java.nio.file.Path;
import java.util.Optional;

import io.drawbridge.it.clients.Way.Family;
import io.drawbridge.it.clients.Way.Security;

record Ncftp() implements ShellClient {
    @Override
    public String name() {
        return "ncftp";
    }

    @Override
    public String program() {
        return "ncftpput";
    }

    @Override
    public String version() {
        return "Debian 3.2.6-1+b1";
    }

    @Override
    public boolean can(Way way) {
        return way.security() == Security.PLAIN && way.family() == Family.IPV4;
    }

    @Override
    public String note() {
        return "No TLS, no IPv6. Without `-s` it goes on with an upload by sending the file from its beginning, whatever the"
                + " server.";
    }

    @Override
    public Optional<String> script(Task task, Login login) {
        return Optional.of(switch (task) {
            case Task.Upload(var file, var name) ->
                words(program("ncftpput -V -C", login), login.host(), quoted(file), quoted("/" + name));
            case Task.Download(var name, var file) ->
                words(program("ncftpget -V -C", login), login.host(), quoted("/" + name), quoted(file));
            case Task.Listing() -> words(program("ncftpls -1", login), "ftp://" + login.host() + "/");
            case Task.ResumeUpload(var file, var name, var from) ->
                words(program("ncftpput -V -s -z", login), login.host(), "/", quoted(file));
            case Task.ResumeDownload(var name, var file) -> words(program("ncftpget -V -z", login), login.host(),
                    quoted(folderOf(file)), quoted("/" + name));
            case Task.Rename(var from, var to) -> shell(login, "rename \"" + from + "\" \"" + to + "\"");
            case Task.Delete(var name) -> shell(login, "rm \"" + name + "\"");
            case Task.MirrorUp(var folder, var name) ->
                words(program("ncftpput -V -R", login), login.host(), "/", quoted(folder));
            case Task.MirrorDown(var name, var folder) -> words(program("ncftpget -V -R -T", login), login.host(),
                    quoted(folderOf(folder)), quoted("/" + name));
        });
    }

    private static Object folderOf(Path file) {
        return file.getParent() == null ? "." : file.getParent();
    }

    private static String program(String program, Login login) {
        return words(program, login.ifTraced("-d /dev/stdout"), login.way().isActive() ? "-E" : "", access(login));
    }

    private static String shell(Login login, String command) {
        return fed(words("ncftp", access(login), login.host()), command, "quit");
    }

    private static String access(Login login) {
        return words("-u", quoted(login.account()), "-p", quoted(login.password()), "-P", Integer.toString(login.port()));
    }
}
