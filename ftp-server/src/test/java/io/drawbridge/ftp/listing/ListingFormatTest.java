package io.drawbridge.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.storage.Entry;

/** Lines are put together by hand, and read as the JDK's own formatters would write them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListingFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-28T06:00:00.5Z");
    private static final Set<PosixFilePermission> RW = PosixFilePermissions.fromString("rw-r--r--");

    /** What a file system says. */
    private record Attributes(boolean isDirectory, long size, Instant modified, Object fileKey,
            Set<PosixFilePermission> permissions) implements PosixFileAttributes {
        @Override
        public FileTime lastModifiedTime() {
            return FileTime.from(modified);
        }

        @Override
        public FileTime lastAccessTime() {
            return lastModifiedTime();
        }

        @Override
        public FileTime creationTime() {
            return lastModifiedTime();
        }

        @Override
        public boolean isRegularFile() {
            return !isDirectory;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public UserPrincipal owner() {
            return null;
        }

        @Override
        public GroupPrincipal group() {
            return null;
        }
    }

    private static Entry file(String name, long size, Instant modified) {
        return new Entry(name, new Attributes(false, size, modified, "(dev=fe00,ino=4711)", RW));
    }

    private static Entry directory(String name) {
        return new Entry(name, new Attributes(true, 4096, NOW, null, PosixFilePermissions.fromString("rwxr-x--x")));
    }

    private static String unix(Entry entry) {
        return ListingFormat.unix(NOW).line(entry);
    }

    private static String machine(Entry entry) {
        return ListingFormat.machine(EnumSet.allOf(Fact.class), EnumSet.allOf(Permission.class)).line(entry);
    }

    private static void readsAsByFormatters(Instant time) {
        boolean recent = time.isAfter(NOW.minus(Duration.ofDays(182))) && time.isBefore(NOW.plus(Duration.ofMinutes(1)));
        String shown = DateTimeFormatter.ofPattern(recent ? "MMM dd HH:mm" : "MMM dd  uuuu", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC).format(time);
        assertThat(unix(file("x", 5, time))).isEqualTo("-rw-r--r-- 1 ftp      ftp                 5 " + shown + " x");
        assertThat(machine(file("x", 5, time))).contains(";modify="
                + DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS").withZone(ZoneOffset.UTC).format(time) + ";");
    }

    @Test
    void every_day_of_some_years_is_told_as_it_is() {
        for (int day = -800; day < 800; day++) {
            for (int millis : new int[] { 0, 1, 999, 1000, 59_999, 60_000, 12_345_678, 86_399_999 }) {
                readsAsByFormatters(NOW.plus(Duration.ofDays(day)).plusMillis(millis));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "1900-02-28T12:00:00Z", "2000-02-29T12:00:00Z",
            "0000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z",
            "+292277-01-09T04:00:54Z", "-9999-01-01T00:00:00Z" })
    void times_far_away_are_told_as_they_are(String time) {
        readsAsByFormatters(Instant.parse(time));
    }

    @Test
    void what_is_half_a_year_old_or_of_the_future_shows_its_year() {
        assertThat(unix(file("x", 0, NOW.minus(Duration.ofDays(182))))).contains(" May 30  2026 ");
        assertThat(unix(file("x", 0, NOW.minus(Duration.ofDays(182)).plusNanos(1)))).contains(" May 30 06:00 ");
        assertThat(unix(file("x", 0, NOW.plus(Duration.ofMinutes(1))))).contains(" Nov 28  2026 ");
        assertThat(unix(file("x", 0, NOW.plus(Duration.ofMinutes(1)).minusNanos(1)))).contains(" Nov 28 06:01 ");
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 9, 10, 99, 100, 999_999_999_999L, 1_000_000_000_000L, Long.MAX_VALUE })
    void sizes_stand_in_their_column_or_go_beyond_it(long size) {
        assertThat(unix(file("x", size, NOW))).contains(String.format(Locale.ROOT, " ftp      %12d Nov ", size));
        assertThat(machine(file("x", size, NOW))).contains(";size=" + size + ";");
    }

    @Test
    void every_mode_is_told_as_letters_and_as_digits() {
        for (int mode = 0; mode < 512; mode++) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                if ((mode >> 8 - permission.ordinal() & 1) == 1) {
                    permissions.add(permission);
                }
            }
            Entry entry = new Entry("x", new Attributes(false, 0, NOW, null, permissions));
            assertThat(unix(entry)).startsWith("-" + PosixFilePermissions.toString(permissions) + " 1 ftp");
            assertThat(machine(entry)).contains(";UNIX.mode=" + String.format("0%03o", mode) + ";");
        }
    }

    @Test
    void a_directory_has_no_size_and_rights_of_its_own() {
        assertThat(unix(directory("d"))).isEqualTo("drwxr-x--x 1 ftp      ftp                 0 Nov 28 06:00 d");
        assertThat(machine(directory("d"))).isEqualTo("type=dir;modify=20261128060000.500;perm=cdeflmp;UNIX.mode=0751; d");
        assertThat(machine(directory("/"))).contains(";perm=celmp;");
    }

    @Test
    void facts_are_told_in_their_order_and_only_those_that_are_asked_for() {
        Entry file = file("x", 1, NOW);
        assertThat(machine(file)).isEqualTo(
                "type=file;size=1;modify=20261128060000.500;perm=adfrw;unique=fe00-4711;UNIX.mode=0644; x");
        assertThat(ListingFormat.machine(EnumSet.of(Fact.UNIQUE, Fact.TYPE), Set.of()).line(file))
                .isEqualTo("type=file;unique=fe00-4711; x");
        assertThat(ListingFormat.machine(Set.of(), Set.of()).line(file)).isEqualTo(" x");
        assertThat(ListingFormat.machine(EnumSet.of(Fact.PERM), Set.of(Permission.UPLOAD)).line(file)).isEqualTo("perm=; x");
    }

    @Test
    void a_key_that_is_not_of_Unix_is_no_fact() {
        for (Object key : new Object[] { "handle-7", "(ino=1)", "(dev=1,ino=2", "dev=1,ino=2)" }) {
            assertThat(machine(new Entry("x", new Attributes(false, 0, NOW, key, RW)))).doesNotContain("unique");
        }
    }

    @Test
    void lines_grow_for_names_however_long() {
        String name = "ไทย-é-😀-".repeat(1000);
        Lines lines = new Lines(10);
        for (int i = 0; i < 3; i++) {
            ListingFormat.names("d/").write(file(name, 0, NOW), lines);
            lines.end();
        }
        assertThat(lines.toString()).isEqualTo(("d/" + name + "\r\n").repeat(3));
        lines.clear();
        assertThat(lines.length()).isZero();
        assertThat(unix(file(name, 0, NOW))).endsWith(" " + name);
    }
}
