package io.drawbridge.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.drawbridge.it.Output;

/**
 * The methods of an interface, called in another Java process over its standard input and output, because that process is in
 * another network. Many calls may be under way at once.
 */
final class RemoteCalls implements AutoCloseable {
    private static final long MAX_END_SECONDS = 60;

    /** @param arguments all of them serializable */
    private record Call(long id, String method, Object[] arguments) implements Serializable {
    }

    /** @param failure the stack trace of what the method has thrown; null when it has returned */
    private record Answer(long id, Object result, String failure) implements Serializable {
    }

    private final Process process;
    private final Output errors;
    private final ObjectOutputStream out;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

    private RemoteCalls(Process process) throws IOException {
        this.process = process;
        this.errors = new Output(process.getErrorStream());
        this.out = new ObjectOutputStream(process.getOutputStream());
        this.out.flush();
        Thread.ofPlatform().daemon().name("answers").start(this::readAnswers);
    }

    /**
     * @param prefix the words before the command, such as "ip netns exec some-namespace"
     * @param program has a main that calls {@link #serve}
     */
    static RemoteCalls start(List<String> prefix, Class<?> program, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        words.addAll(List.of(arguments));
        return new RemoteCalls(new ProcessBuilder(words).start());
    }

    <T> T to(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> call(method, arguments)));
    }

    private Object call(Method method, Object[] arguments) throws Exception {
        Call call = new Call(lastId.incrementAndGet(), method.getName(), arguments == null ? new Object[0] : arguments);
        CompletableFuture<Answer> pending = new CompletableFuture<>();
        waiting.put(call.id(), pending);
        if (process.isAlive()) {
            send(out, call);
        } else {
            gone();
        }
        Answer answer = pending.get();
        if (answer.failure() != null) {
            throw new AssertionError(method.getName() + " failed there:\n" + answer.failure() + "\n--- errors:\n" + errors);
        }
        return answer.result();
    }

    private void readAnswers() {
        try (ObjectInputStream in = new ObjectInputStream(process.getInputStream())) {
            while (true) {
                Answer answer = (Answer) in.readObject();
                waiting.remove(answer.id()).complete(answer);
            }
        } catch (IOException | ClassNotFoundException e) {
            gone();
        }
    }

    private void gone() {
        waiting.forEach((id, pending) -> pending.complete(new Answer(id, null, "the process has ended")));
    }

    private static void send(ObjectOutputStream out, Object message) throws IOException {
        synchronized (out) {
            out.writeObject(message);
            out.reset();
            out.flush();
        }
    }

    /** Has the calls made on an object, each in a thread of its own, until the caller has gone. */
    static void serve(Object target, InputStream from, OutputStream to) throws IOException {
        ObjectOutputStream out = new ObjectOutputStream(to);
        out.flush();
        try (ObjectInputStream in = new ObjectInputStream(from)) {
            while (true) {
                Call call = (Call) in.readObject();
                Thread.ofPlatform().daemon().start(() -> answer(target, call, out));
            }
        } catch (IOException | ClassNotFoundException e) {
            // The caller has gone.
        }
    }

    private static void answer(Object target, Call call, ObjectOutputStream out) {
        Answer answer;
        try {
            Method method = Stream.of(target.getClass().getMethods()).filter(m -> m.getName().equals(call.method()))
                    .filter(m -> !m.isBridge()).findFirst().orElseThrow();
            answer = new Answer(call.id(), method.invoke(target, call.arguments()), null);
        } catch (InvocationTargetException e) {
            answer = new Answer(call.id(), null, stackTrace(e.getCause()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            answer = new Answer(call.id(), null, stackTrace(e));
        }
        try {
            send(out, answer);
        } catch (IOException e) {
            System.err.println("no answer to " + call.method() + ": " + e);
        }
    }

    private static String stackTrace(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** The other process ends when it has nobody to answer to, and puts its things away. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(MAX_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return errors.toString();
    }
}
