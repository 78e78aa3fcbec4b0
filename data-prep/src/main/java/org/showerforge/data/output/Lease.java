package org.showerforge.data.output;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.CannotObtainBlockLengthException;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change an output, held by one process at a time: a hidden file {@code .out.lease}
 * beside the output {@code out}, on whatever file system that is.
 *
 * <p>The file is created exclusively, and its time is renewed while its holder lives. A lease that
 * was not renewed for {@link #EXPIRY}, or whose holder was a process of this machine that is gone,
 * is taken over; whether a holder elsewhere lives shows when it renews, or does not. A holder that
 * was only slow finds out by {@link #check()}, which therefore comes before every commit. Clocks of
 * the machines must agree within half of {@link #EXPIRY}.
 */
public final class Lease implements AutoCloseable {
  /** A lease that was not renewed for so long is no longer held. */
  static final Duration EXPIRY = Duration.ofSeconds(60);

  private static final Duration RENEWAL = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int MAX_BYTES = 1 << 12;
  private static final int ATTEMPTS = 3;

  /**
   * What HDFS says of a file that is there and was not closed: its writer may have died over it.
   */
  private static final Set<String> BEING_WRITTEN =
      Set.of(
          AlreadyBeingCreatedException.class.getName(),
          "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException");

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final FileSystem fs;
  private final Path file;
  private final String output;
  private final String token;
  private final Timer renewal;

  private Lease(FileSystem fs, Path file, String output, String token) {
    this.fs = fs;
    this.file = file;
    this.output = output;
    this.token = token;
    this.renewal = new Timer("lease of " + output, true);
    renewal.schedule(
        new TimerTask() {
          @Override
          public void run() {
            renew();
          }
        },
        RENEWAL.toMillis(),
        RENEWAL.toMillis());
  }

  /** Who holds a lease. */
  record Holder(String token, String host, long pid, String since) {}

  /**
   * Takes the lease, or refuses if another process holds it. If that process may be dead, waits
   * until it renews its lease or the lease expires: the second attempt of a killed driver.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param output the folder that is to be changed; it need not exist
   */
  public static Lease take(Configuration conf, String output) throws IOException {
    Path path = new Path(output);
    FileSystem fs = path.getFileSystem(conf);
    Path qualified = fs.makeQualified(path);
    if (qualified.isRoot()) {
      throw new UserException("output %s: cannot be a root folder; name a folder in it", output);
    }
    Path file = new Path(qualified.getParent(), "." + qualified.getName() + ".lease");
    fs.mkdirs(qualified.getParent());
    String token = UUID.randomUUID().toString();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (create(fs, file, token)) {
        return new Lease(fs, file, output, token);
      }
      awaitExpiry(fs, file, output);
      // Of two that see it expired one moves it away; the other's lease is checked at its commit.
      Path expired = file.suffix(".expired-" + token);
      if (fs.rename(file, expired)) {
        fs.delete(expired, false);
      }
    }
    throw new UserException("output %s: other runs keep taking it; try again", output);
  }

  private static boolean create(FileSystem fs, Path file, String token) throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    byte[] holder =
        Json.write(
            new Holder(token, host, ProcessHandle.current().pid(), Instant.now().toString()));
    try {
      if (fs instanceof LocalFileSystem local) {
        // Hadoop's own local file system looks and then creates: two could.
        Files.createFile(local.pathToFile(file).toPath());
      }
      write(fs, file, holder);
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } catch (RemoteException e) {
      if (BEING_WRITTEN.contains(e.getClassName())) {
        return false;
      }
      throw e;
    }
  }

  private static void write(FileSystem fs, Path file, byte[] holder) throws IOException {
    OutputStream out = fs.create(file, fs instanceof LocalFileSystem);
    try (out) {
      out.write(holder);
    } catch (IOException e) {
      // On a full disk it is empty, and nobody's.
      fs.delete(file, false);
      throw e;
    }
  }

  /** Returns when the lease is nobody's any more; refuses if its holder lives. */
  private static void awaitExpiry(FileSystem fs, Path file, String output) throws IOException {
    long first = -1;
    while (true) {
      long modified;
      try {
        modified = fs.getFileStatus(file).getModificationTime();
      } catch (FileNotFoundException e) {
        return;
      }
      Duration age = Duration.ofMillis(System.currentTimeMillis() - modified);
      Holder holder = holder(fs, file);
      if (age.compareTo(EXPIRY.dividedBy(2).negated()) < 0) {
        throw new UserException(
            "output %s: its lease%s is of %d s from now: the clock of that machine, or of this one, is wrong;"
                + " set both",
            output, text(holder), -age.toSeconds());
      }
      boolean here = holder != null && isOfThisMachine(holder);
      if (age.compareTo(EXPIRY) >= 0 || (here && !isAlive(holder))) {
        return;
      }
      long left = Math.max(1, EXPIRY.minus(age).toSeconds());
      if (here || (first >= 0 && modified != first)) {
        throw new UserException(
            "output %s: another run is writing it%s; wait for it, or, if it was killed, try again in %d s",
            output, text(holder), left);
      }
      if (first < 0) {
        LOG.warn(
            "output {}: another run was writing it{} and may be dead; waiting for a sign of it, at most {} s",
            output,
            text(holder),
            left);
        first = modified;
      }
      pause();
    }
  }

  private static String text(@Nullable Holder holder) {
    return holder == null
        ? ""
        : " (process " + holder.pid + " on " + holder.host + ", since " + holder.since + ")";
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static @Nullable Holder holder(FileSystem fs, Path file) throws IOException {
    try (var in = fs.open(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      return Json.read(new ByteArrayInputStream(bytes), Holder.class, file.toString());
    } catch (UserException | FileNotFoundException | CannotObtainBlockLengthException e) {
      // It is being written, or its writer died over it, or it is gone again.
      return null;
    }
  }

  private static boolean isOfThisMachine(Holder holder) throws IOException {
    return holder.host.equals(InetAddress.getLocalHost().getHostName());
  }

  private static boolean isAlive(@Nullable Holder holder) {
    return holder != null && ProcessHandle.of(holder.pid).isPresent();
  }

  private void renew() {
    try {
      fs.setTimes(file, System.currentTimeMillis(), -1);
    } catch (IOException e) {
      // The next renewal, or the check before the commit, will tell.
      LOG.warn("{} could not be renewed: {}", file, e.toString());
    }
  }

  /** Fails if the lease was lost: then another process may be writing the output. */
  public void check() throws IOException {
    Holder holder = holder(fs, file);
    if (holder == null || !holder.token.equals(token)) {
      throw new UserException(
          "output %s: this run was taken for dead and another one took over; nothing was written",
          output);
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() throws IOException {
    renewal.cancel();
    Holder holder = holder(fs, file);
    if (holder != null && holder.token.equals(token)) {
      fs.delete(file, false);
    }
  }
}
