package io.drawbridge.cli.command;

import java.util.Iterator;
import java.util.List;

/** What the shell offers when an option is completed. Any other word goes to the server too, which may know it. */
class Words implements Iterable<String> {
    private final List<String> words;

    Words(String... words) {
        this.words = List.of(words);
    }

    @Override
    public final Iterator<String> iterator() {
        return words.iterator();
    }

    static final class Evict extends Words {
        Evict() {
            super("none", "oldest", "idle");
        }
    }

    static final class Roles extends Words {
        Roles() {
            super("viewer", "operator", "admin");
        }
    }

    static final class States extends Words {
        States() {
            super("connected", "idle", "transferring");
        }
    }

    static final class RuleScopes extends Words {
        RuleScopes() {
            super("listener", "host", "node", "network", "address", "account", "group");
        }
    }

    static final class WindowScopes extends Words {
        WindowScopes() {
            super("cluster", "listener", "host", "group", "node");
        }
    }

    static final class Modes extends Words {
        Modes() {
            super("announce", "refuse", "drain", "disconnect");
        }
    }
}
