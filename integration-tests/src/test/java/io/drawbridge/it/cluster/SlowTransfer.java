package io.drawbridge.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.drawbridge.it.cluster.Clients.Transferred;

/** A transfer that takes until it is told to finish: a piece at a time, not more than 3 MB/s. */
final class SlowTransfer implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final long PAUSE_MILLIS = 20;
    /** What an upload still sends when it is told to finish. */
    private static final int LAST_PIECES = 64;

    private final Client client;
    private final MessageDigest digest;
    private final CountDownLatch finishing = new CountDownLatch(1);
    private final CompletableFuture<Transferred> result = new CompletableFuture<>();
    private long bytes;

    private SlowTransfer(Client client) {
        this.client = client;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param client who has logged in */
    static SlowTransfer upload(Client client, String file) throws IOException, InterruptedException {
        SlowTransfer transfer = new SlowTransfer(client);
        Socket data = client.openData();
        client.say("STOR " + file, "150");
        Thread.ofPlatform().daemon().start(() -> transfer.run(data, true));
        return transfer;
    }

    /** @param client who has logged in */
    static SlowTransfer download(Client client, String file) throws IOException, InterruptedException {
        SlowTransfer transfer = new SlowTransfer(client);
        Socket data = client.openData();
        client.say("RETR " + file, "150");
        Thread.ofPlatform().daemon().start(() -> transfer.run(data, false));
        return transfer;
    }

    private void run(Socket data, boolean upload) {
        String problem = "";
        try (data) {
            if (upload) {
                send(data.getOutputStream());
            } else {
                receive(data.getInputStream());
            }
        } catch (IOException e) {
            problem = "(" + e + ") ";
        } catch (InterruptedException e) {
            problem = "(interrupted) ";
        }
        try {
            result.complete(new Transferred(bytes, HexFormat.of().formatHex(digest.digest()), problem + client.hear().text()));
        } catch (InterruptedException e) {
            result.completeExceptionally(e);
        }
    }

    private void send(OutputStream out) throws IOException, InterruptedException {
        Random random = new Random(1);
        byte[] piece = new byte[PIECE_BYTES];
        int last = LAST_PIECES;
        while (last > 0) {
            random.nextBytes(piece);
            out.write(piece);
            moved(piece, piece.length);
            if (finishing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                last--;
            }
        }
    }

    private void receive(InputStream in) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            moved(piece, read);
            finishing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void moved(byte[] piece, int length) {
        digest.update(piece, 0, length);
        bytes += length;
    }

    Transferred finish() throws InterruptedException, ExecutionException {
        finishing.countDown();
        return result.get();
    }

    @Override
    public void close() throws IOException {
        finishing.countDown();
        client.close();
    }
}
