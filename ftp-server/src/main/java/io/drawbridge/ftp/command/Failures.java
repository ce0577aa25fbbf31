package io.drawbridge.ftp.command;

import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;

/** The one translation of what went wrong with a file into a reply (RFC 959 §4.2). */
final class Failures {
    private Failures() {
    }

    static Reply reply(String path, StorageException e) {
        return switch (e.kind()) {
            case NOT_FOUND -> Reply.of(ReplyCode.FILE_UNAVAILABLE, path + ": no such file or directory");
            case DENIED -> Reply.of(ReplyCode.FILE_UNAVAILABLE, path + ": permission denied");
            case EXISTS -> Reply.of(ReplyCode.FILE_UNAVAILABLE, path + ": exists already");
            case NOT_A_FILE -> Reply.of(ReplyCode.FILE_UNAVAILABLE, path + ": not a plain file");
            case NOT_A_DIRECTORY -> Reply.of(ReplyCode.FILE_UNAVAILABLE, path + ": not a directory");
            case NOT_EMPTY -> Reply.of(ReplyCode.FILE_UNAVAILABLE, path + ": not empty");
            case NAME_NOT_ALLOWED -> Reply.of(ReplyCode.FILE_NAME_NOT_ALLOWED, path + ": name not allowed");
            case BUSY -> Reply.of(ReplyCode.FILE_ACTION_NOT_TAKEN, path + ": an upload goes on in it");
            case TOO_SHORT -> Reply.of(ReplyCode.INVALID_REST_PARAMETER, path + ": shorter than the offset of REST");
            case FULL -> Reply.of(ReplyCode.INSUFFICIENT_STORAGE_SPACE, path + ": no space left");
            case QUOTA -> Reply.of(ReplyCode.EXCEEDED_STORAGE_ALLOCATION, path + ": no more may be stored");
            case FAILED -> Reply.of(ReplyCode.LOCAL_ERROR_IN_PROCESSING, path + ": the storage failed");
        };
    }
}
