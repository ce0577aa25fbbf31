package io.drawbridge.admin.events;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the streams of events. */
@ConfigMapping(prefix = "drawbridge.events")
public interface EventsConfig {

    /**
     * How often a stream of events says that it is still there when nothing happens, and whether who watches still may is
     * looked
     * at. Who does not read for so long is dropped.
     */
    @WithDefault("15s")
    Duration heartbeat();
}
