package io.drawbridge.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Shows what the programs of a test class have written, when one of its tests fails. */
public final class FailureReport implements TestWatcher, AfterAllCallback {
    private static final List<DrawbridgeProcess> STARTED = new CopyOnWriteArrayList<>();

    static void include(DrawbridgeProcess process) {
        STARTED.add(process);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        System.out.println("FAILED: " + context.getRequiredTestMethod().getName() + ": " + cause);
        STARTED.forEach(System.out::println);
        forgetEnded();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        forgetEnded();
    }

    private static void forgetEnded() {
        STARTED.removeIf(process -> !process.isAlive());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        STARTED.clear();
    }
}
