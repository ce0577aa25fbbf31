package io.drawbridge.ftp.server;

import java.util.Optional;

import io.drawbridge.ftp.admission.Node;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.data.PortRange;
import io.drawbridge.program.StartFailure;

/** The passive ports that a node has for itself. */
final class PortsOfNode {
    private static final String SETTING = "drawbridge.ftp.passive-ports-per-node";

    private PortsOfNode() {
    }

    static PortRange of(FtpConfig config, Node node) {
        Optional<Integer> each = config.passivePortsPerNode();
        if (each.isEmpty()) {
            return config.passivePorts();
        }
        int ordinal = node.ordinal(SETTING);
        try {
            return config.passivePorts().part(ordinal, each.get());
        } catch (IllegalArgumentException e) {
            throw new StartFailure(SETTING + ": node \"" + node.name() + "\" has none of drawbridge.ftp.passive-ports, as "
                    + e.getMessage(), e);
        }
    }
}
