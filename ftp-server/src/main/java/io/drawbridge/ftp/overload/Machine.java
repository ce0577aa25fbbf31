package io.drawbridge.ftp.overload;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.UnixOperatingSystemMXBean;

/** What the process has of memory, file handles and disk, and what is left of it. */
final class Machine {
    private Machine() {
    }

    /** In bytes. */
    static long maxHeap() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * In bytes, after the last collection: what was not in use then. A heap that is full of garbage is not short of memory.
     */
    static long freeHeap() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                MemoryUsage collected = pool.getCollectionUsage();
                long now = pool.getUsage().getUsed();
                used += collected == null ? now : Math.min(now, collected.getUsed());
            }
        }
        return maxHeap() - used;
    }

    /** How many files and sockets the process may have open. */
    static long maxHandles() {
        return system().getMaxFileDescriptorCount();
    }

    /** None when they cannot be counted: that takes one too. */
    static long freeHandles() {
        long open = system().getOpenFileDescriptorCount();
        return open < 0 ? 0 : maxHandles() - open;
    }

    /** Asked for each time, and not kept from when a native image is built. */
    private static UnixOperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    }

    /** In bytes, of the file system of a folder, for this user. */
    static long freeDisk(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
