package io.drawbridge.it.clients;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An FTP client that people use. */
public sealed interface RealClient permits ShellClient, CommonsNet {
    List<RealClient> ALL = List.of(new Curl(), new Wget(), new Lftp(), new Ncftp(), new Tnftp(), new Rclone(), new Ftplib(),
            new CommonsNet());

    String name();

    /** With which version all of this was last tried. */
    String version();

    /** Whether it has that way at all, with any server. */
    boolean can(Way way);

    /** Whether it has a command for that, with any server. */
    boolean can(Task task);

    /**
     * Does it, and returns what it has written, with the commands that it has sent.
     *
     * @param folder in which it may leave what it needs on the way, such as wget its ".listing"; of nobody else at that time
     */
    String run(Task task, Login login, Path folder) throws IOException, InterruptedException;

    /** What an operator should know; Markdown, may be empty. */
    String note();

    /** What an operator copies: Markdown. */
    String manual();
}
