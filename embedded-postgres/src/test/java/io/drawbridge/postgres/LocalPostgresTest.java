package io.drawbridge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalPostgresTest {
    @TempDir
    Path folder;

    @Test
    void keeps_its_data_over_a_stop_and_a_start() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(folder)) {
            execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (LocalPostgres postgres = LocalPostgres.start(folder)) {
            assertThat(query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(query(postgres, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void is_used_by_one_program_at_a_time() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(folder)) {
            assertThatThrownBy(() -> LocalPostgres.start(folder)).isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another program");
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void commits_are_on_disk_before_they_are_acknowledged() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(folder)) {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void nobody_gets_in_without_the_password() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(folder)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess").close())
                    .isInstanceOf(SQLException.class).hasMessageContaining("password");
        }
    }

    @Test
    void a_temporary_one_leaves_nothing_behind() throws Exception {
        LocalPostgres postgres = LocalPostgres.temporary();
        Path data = Path.of(query(postgres, "SHOW data_directory"));
        assertThat(data).exists();
        postgres.close();
        assertThat(data.getParent()).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_made_is_one_clear_error() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> LocalPostgres.start(file.resolve("below"))).isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void data_of_another_version_is_left_alone() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> LocalPostgres.start(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("PostgreSQL 17").hasMessageContaining("dump");
    }

    @Test
    void a_number_that_another_process_has_now_is_left_alone() throws Exception {
        LocalPostgres.start(folder).close();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(folder.resolve("data/postmaster.pid"), other.pid() + "\n");
            try (LocalPostgres postgres = LocalPostgres.start(folder)) {
                assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    private static void execute(LocalPostgres postgres, String statement) throws SQLException {
        try (Connection connection = connect(postgres)) {
            connection.createStatement().execute(statement);
        }
    }

    private static String query(LocalPostgres postgres, String query) throws SQLException {
        try (Connection connection = connect(postgres); var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(LocalPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
