package io.drawbridge.ftp.account;

import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;

/** Where nobody holds the configuration still, the database is asked each time. */
@DefaultBean
@Singleton
final class NothingCertain implements Certainty {
    @Override
    public OptionalLong version() {
        return OptionalLong.empty();
    }
}
