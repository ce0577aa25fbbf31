package io.drawbridge.maintenance;

/** A node that operators take out of service, in {@code node_drain}. */
public final class NodeDrain {
    /** The functions of the schema decide by it as by a window of this name, which no window can have. */
    public static final String RULE = "node drain";

    private NodeDrain() {
    }
}
