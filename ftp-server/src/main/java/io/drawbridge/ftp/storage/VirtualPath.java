package io.drawbridge.ftp.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A path as the client sees it: absolute, with {@code /} as the root of its home, and already without {@code .} and
 * {@code ..}. It cannot name anything above the root (RFC 3659 §6, TVFS).
 *
 * @param names from the root downwards; none is empty, {@code .} or {@code ..}
 */
public record VirtualPath(List<String> names) {
    public static final VirtualPath ROOT = new VirtualPath(List.of());

    public VirtualPath {
        names = List.copyOf(names);
    }

    /** What a client's argument means while this is its working directory. {@code ..} of the root is the root. */
    public VirtualPath resolve(String argument) {
        List<String> resolved = new ArrayList<>(argument.startsWith("/") ? List.of() : names);
        for (String name : argument.split("/")) {
            switch (name) {
                case "", "." -> {
                }
                case ".." -> {
                    if (!resolved.isEmpty()) {
                        resolved.removeLast();
                    }
                }
                default -> resolved.add(name);
            }
        }
        return new VirtualPath(resolved);
    }

    public VirtualPath parent() {
        return isRoot() ? this : new VirtualPath(names.subList(0, names.size() - 1));
    }

    /** A name of its own for a new file beside this one: nobody has it, and nobody will. The root has none beside it. */
    public VirtualPath unique() {
        return isRoot() ? this : parent().resolve(name() + "." + UUID.randomUUID().toString().replace("-", ""));
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last name; empty for the root. */
    public String name() {
        return isRoot() ? "" : names.getLast();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
