package io.drawbridge.admin.security;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
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
}
