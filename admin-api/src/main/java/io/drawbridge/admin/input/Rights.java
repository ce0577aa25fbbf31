package io.drawbridge.admin.input;

import java.util.List;
import java.util.Objects;

import io.drawbridge.account.Permission;
import io.drawbridge.admin.problem.Faults;

/** What an account may do, and from where, as it is written; null, of each: it is not said here. */
public final class Rights {
    public static final int MOST_NETWORKS = 32;
    /** Each once, and none more. */
    public static final int MOST_PERMISSIONS = 7;
    public static final String PERMISSIONS_OF_ACCOUNT = "What it may do with the files of its home; null: what its group says, and all where that says nothing.";
    public static final String NETWORKS_OF_ACCOUNT = "From where it may log in, 1 to " + MOST_NETWORKS
            + " networks; null: what its group says, and from everywhere where that says nothing.";
    public static final String PERMISSIONS_OF_GROUP = "What those of its accounts may do that do not say it themselves; null: all.";
    public static final String NETWORKS_OF_GROUP = "From where those of its accounts may log in that do not say it themselves, 1 to "
            + MOST_NETWORKS + " networks; null: from everywhere.";

    private Rights() {
    }

    /** @return each once, in the order of {@link Permission} */
    public static List<String> permissions(List<String> words, Faults faults) {
        if (words == null) {
            return null;
        }
        faults.unless(
                words.size() <= MOST_PERMISSIONS
                        && words.stream().allMatch(word -> word != null && Permission.of(word).isPresent()),
                "permissions",
                "must be null or some of " + String.join(", ", Permission.WORDS) + ", each once");
        return Permission.WORDS.stream().filter(words::contains).toList();
    }

    /** @return each once, in its one form */
    public static List<String> networks(List<String> written, Faults faults) {
        if (written == null) {
            return null;
        }
        boolean counts = !written.isEmpty() && written.size() <= MOST_NETWORKS
                && written.stream().allMatch(Objects::nonNull);
        faults.unless(counts, "allowedNetworks",
                "must be null or 1 to " + MOST_NETWORKS + " networks such as 192.0.2.0/24 or 2001:db8::/32");
        return counts ? Network.canonical(written, MOST_NETWORKS, "allowedNetworks", faults) : List.of();
    }
}
