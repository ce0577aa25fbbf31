package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystemException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StorageExceptionTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            No space left on device, FULL
            Disk quota exceeded,     QUOTA
            File too large,          QUOTA
            File name too long,      NAME_NOT_ALLOWED
            Too many levels of symbolic links or unable to access attributes of symbolic link, NOT_FOUND
            Input/output error,      FAILED
            """)
    void the_words_of_the_operating_system_have_their_kind(String words, StorageException.Kind kind) {
        assertThat(StorageException.of(new FileSystemException("file", null, words)).kind()).isEqualTo(kind);
    }
}
