package io.drawbridge.program;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The signals that ask a program to end. The JVM answers only the first of them by itself. Its only way to see the others is
 * {@code sun.misc.Signal}, which the module jdk.unsupported offers to all, but of which javac warns wherever it is named, and
 * cannot be told not to: so it is found by name. A JVM without it ends as it would by itself.
 */
final class Signals {
    private static final List<String> OF_THE_END = List.of("HUP", "INT", "TERM");

    private Signals() {
    }

    /** @param handler told the number of each signal, each time on a thread of its own */
    static void handle(IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> listener = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] { listener },
                    (self, method, arguments) -> {
                        handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                        return null;
                    });
            for (String name : OF_THE_END) {
                signal.getMethod("handle", signal, listener).invoke(null, signal.getConstructor(String.class).newInstance(name),
                        proxy);
            }
        } catch (ReflectiveOperationException e) {
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG,
                    "a second signal will not end the program at once", e);
        }
    }
}
