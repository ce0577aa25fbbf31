package io.drawbridge.ftp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LongListingTest {
    private static final int ENTRIES = 10_000;
    /** The paths alone of that many entries would take twice as much. */
    private static final long MOST = 2 << 20;

    @Test
    void a_listing_keeps_nothing_of_a_directory_but_where_it_is_in_it() throws Exception {
        try (HomeWithTraps trapped = new HomeWithTraps()) {
            VirtualPath directory = VirtualPath.ROOT.resolve("long");
            trapped.home().makeDirectory(directory);
            for (int i = 0; i < ENTRIES; i++) {
                trapped.home().makeDirectory(directory.resolve("x".repeat(240) + i));
            }
            long before = heapInUse();
            try (Home.Listing listing = trapped.home().list(directory)) {
                for (int told = 0; told < ENTRIES; told++) {
                    if (told == 0 || told == ENTRIES / 2) {
                        assertThat(heapInUse() - before).isLessThan(MOST);
                    }
                    assertThat(listing.next().name()).startsWith("x");
                }
                assertThat(listing.hasNext()).isFalse();
            }
        }
    }

    /** The least of several, for others use this heap, too. */
    private static long heapInUse() {
        return LongStream.range(0, 3).map(attempt -> {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }).min().getAsLong();
    }
}
