package io.drawbridge.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import io.drawbridge.postgres.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A PostgreSQL for the tests of this module. A test that has a field of this type may stop it. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private LocalPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = LocalPostgres.temporary();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.username", postgres.user(),
                "quarkus.datasource.password", postgres.password());
    }

    @Override
    public void inject(TestInjector test) {
        test.injectIntoFields(this, new TestInjector.MatchesType(TestDatabase.class));
    }

    @Override
    public void stop() {
        if (postgres == null) {
            return;
        }
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres = null;
    }
}
