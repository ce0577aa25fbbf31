package io.drawbridge.admin.security;

import java.time.Duration;
import java.util.Optional;

import io.drawbridge.config.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Settings of the admin API. */
@ConfigMapping(prefix = "drawbridge.admin")
public interface AdminConfig {

    /**
     * Password of the administrator `admin`, 1 to 256 characters; set anew at each start, which also lets `admin` in again and
     * makes it an admin. Unless given, the first start makes one and shows it once.
     */
    Optional<String> password();

    /** Whether every change through the API must say why it is made, in the query parameter `reason`. */
    @WithDefault("false")
    boolean reasonRequired();

    /** After how long without a request whoever has signed in with a browser is signed out; a tenth more or less. */
    @WithDefault("30m")
    @WithConverter(PositiveDuration.class)
    Duration sessionIdle();

    /** How long after signing in with a browser one must sign in again, in any case. */
    @WithDefault("8h")
    @WithConverter(PositiveDuration.class)
    Duration sessionMax();

    /** What the console calls the organisation's OpenID provider, where it offers to sign in there. */
    @WithDefault("Single sign-on")
    String oidcName();
}
