package io.drawbridge.ftp.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A Service of Kubernetes, written {@code NAMESPACE/NAME}. */
public record ServiceName(String namespace, String name) {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    /** Reads it. */
    public static final class Text implements Converter<ServiceName> {
        private static final long serialVersionUID = 1;

        @Override
        public ServiceName convert(String text) {
            String[] names = text.split("/", -1);
            if (names.length != 2 || !names[0].matches(LABEL) || !names[1].matches(LABEL)) {
                throw new IllegalArgumentException("\"" + text + "\" is not a Service of Kubernetes: NAMESPACE/NAME");
            }
            return new ServiceName(names[0], names[1]);
        }
    }
}
