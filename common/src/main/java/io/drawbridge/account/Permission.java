package io.drawbridge.account;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account may do with the files of its home. To log in and to change the directory nothing is needed. */
public enum Permission {
    /** Learn what is there: names, sizes, times. */
    LIST,
    /** Read what is in files, also by their checksums. */
    DOWNLOAD,
    /** Make new files, and say their time and mode. */
    UPLOAD,
    /** With {@link #UPLOAD} or {@link #RENAME}: change or replace what is there. */
    OVERWRITE,
    /** Remove files and directories. */
    DELETE,
    /** Give files and directories another name or place. */
    RENAME,
    MAKE_DIRECTORY;

    /** All words, in the order in which they are told. */
    public static final List<String> WORDS = Stream.of(values()).map(Permission::word).toList();

    /** As the API and the database write it: in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return empty when there is no such permission */
    public static Optional<Permission> of(String word) {
        return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
