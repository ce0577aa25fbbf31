package io.drawbridge.it.clients;

import java.nio.file.Path;
import java.util.List;

/** What a client is to do in the root directory of its account. */
public sealed interface Task {
    /** One of each, as docs/clients.md shows it. */
    List<Task> EXAMPLES = List.of(
            new Upload(Path.of("report.pdf"), "report.pdf"),
            new Download("report.pdf", Path.of("report.pdf")),
            new Listing(),
            new ResumeUpload(Path.of("report.pdf"), "report.pdf", 1_000_000),
            new ResumeDownload("report.pdf", Path.of("report.pdf")),
            new Rename("report.pdf", "old report.pdf"),
            new Delete("old report.pdf"),
            new MirrorUp(Path.of("photos"), "photos"),
            new MirrorDown("photos", Path.of("photos")));

    record Upload(Path file, String name) implements Task {
    }

    record Download(String name, Path file) implements Task {
    }

    record Listing() implements Task {
    }

    /** @param from bytes that are on the server already */
    record ResumeUpload(Path file, String name, long from) implements Task {
    }

    /** The file is there in part. */
    record ResumeDownload(String name, Path file) implements Task {
    }

    record Rename(String from, String to) implements Task {
    }

    record Delete(String name) implements Task {
    }

    /** A folder with all that is in it. */
    record MirrorUp(Path folder, String name) implements Task {
    }

    /** A folder with all that is in it. */
    record MirrorDown(String name, Path folder) implements Task {
    }

    /** The head of its column. */
    default String words() {
        return switch (this) {
            case Upload upload -> "upload";
            case Download download -> "download";
            case Listing listing -> "list";
            case ResumeUpload resumeUpload -> "resume upload";
            case ResumeDownload resumeDownload -> "resume download";
            case Rename rename -> "rename";
            case Delete delete -> "delete";
            case MirrorUp mirrorUp -> "mirror up";
            case MirrorDown mirrorDown -> "mirror down";
        };
    }

    /** Whether it needs a data connection. */
    default boolean hasData() {
        return !(this instanceof Rename || this instanceof Delete);
    }
}
