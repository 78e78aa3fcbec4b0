package org.showerforge.gpu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks of one node's devices: one file each, locked by the operating system for the process that
 * has the device, which frees it however the process ends.
 */
final class DeviceLocks {
  /** Taken for good: a channel that nobody holds would be closed, and its lock with it. */
  private static final List<FileChannel> HELD = new ArrayList<>();

  private static final long CHOOSING_LIMIT_MS = 30_000;
  private static final long PAUSE_MS = 20;

  private final Path folder;
  private final String kind;

  /**
   * The locks of a kind of device.
   *
   * @param folder the same for all processes of the node
   * @param kind Spark's name of the resource, e.g. {@code gpu}
   */
  DeviceLocks(Path folder, String kind) {
    this.folder = folder;
    this.kind = kind;
  }

  /**
   * Takes devices until this process ends, all that are asked for or none. One process of the node
   * chooses at a time: two that each want the last two devices do not get one each.
   *
   * @param addresses of the node's devices, in order of preference
   * @return the addresses taken; fewer than asked for, then none of them held, if too few are free
   */
  List<String> take(List<String> addresses, int amount) throws IOException {
    prepareFolder();
    try (FileChannel choosing = open(kind + ".choosing")) {
      waitFor(choosing);
      List<String> taken = new ArrayList<>();
      List<FileChannel> channels = new ArrayList<>();
      for (String address : addresses) {
        if (taken.size() < amount) {
          FileChannel channel = open(kind + "-" + address.replace('/', '_') + ".lock");
          if (tryLock(channel) == null) {
            channel.close();
          } else {
            channels.add(channel);
            taken.add(address);
          }
        }
      }
      if (taken.size() == amount) {
        synchronized (HELD) {
          HELD.addAll(channels);
        }
      } else {
        for (FileChannel channel : channels) {
          channel.close();
        }
      }
      return taken;
    }
  }

  private void prepareFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      shareWithOtherUsers(folder, "rwxrwxrwx");
    }
  }

  private FileChannel open(String name) throws IOException {
    Path file = folder.resolve(name);
    boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    if (isNew) {
      shareWithOtherUsers(file, "rw-rw-rw-");
    }
    return channel;
  }

  /** Containers of one node may run as different users. */
  private static void shareWithOtherUsers(Path path, String permissions) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    } catch (IOException | UnsupportedOperationException e) {
      // Another user's, who has just made and shared it.
      return;
    }
  }

  private void waitFor(FileChannel choosing) throws IOException {
    long end = System.nanoTime() + CHOOSING_LIMIT_MS * 1_000_000;
    while (tryLock(choosing) == null) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "another process has been choosing a device for "
                + CHOOSING_LIMIT_MS / 1000
                + " s; it holds "
                + folder.resolve(kind + ".choosing"));
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for " + folder, e);
      }
    }
  }

  /** A lock, or null if this or another process has it. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
