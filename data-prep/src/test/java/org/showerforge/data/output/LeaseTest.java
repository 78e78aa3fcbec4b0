package org.showerforge.data.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** A lease: held once, given back, taken over. */
class LeaseTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path folder;

  private String output() {
    return folder.resolve("out").toString();
  }

  private Path file() {
    return folder.resolve(".out.lease");
  }

  @Test
  void isHeldOnceAndGivenBack() throws IOException {
    try (Lease lease = Lease.take(conf, output())) {
      lease.check();
      assertThatThrownBy(() -> Lease.take(conf, output()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(output())
          .hasMessageContaining(
              "another run is writing it (process " + ProcessHandle.current().pid())
          .hasMessageMatching(".* try again in \\d+ s");
    }
    assertThat(folder).isEmptyDirectory();
    Lease.take(conf, output()).close();
  }

  @Test
  void ofManyThatTryAtOnceOneGetsIt() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        List<Callable<Lease>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          all.add(() -> Lease.take(conf, output()));
        }
        int held = 0;
        for (Future<Lease> future : pool.invokeAll(all)) {
          try {
            Lease lease = future.get();
            held++;
            lease.close();
          } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(UserException.class);
          }
        }
        assertThat(held).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void isTakenOverWhenItExpiredAndTheOldHolderNotices() throws IOException {
    Lease old = Lease.take(conf, output());
    Files.setLastModifiedTime(
        file(), FileTime.from(Instant.now().minus(Lease.EXPIRY).minusSeconds(1)));
    try (Lease lease = Lease.take(conf, output())) {
      lease.check();
      assertThatThrownBy(old::check)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another one took over");
      // The old holder must not give back what is not its own.
      old.close();
      lease.check();
    }
  }

  @Test
  void ofALaterTimeTellsOfAWrongClock() throws IOException {
    try (Lease lease = Lease.take(conf, output())) {
      Files.setLastModifiedTime(file(), FileTime.from(Instant.now().plusSeconds(3600)));
      assertThatThrownBy(() -> Lease.take(conf, output()))
          .isInstanceOf(UserException.class)
          .message()
          .contains(output(), "the clock of that machine, or of this one, is wrong")
          .containsPattern("is of 3[56]\\d\\d s from now")
          .doesNotContain("\n");
      lease.check();
    }
  }

  @Test
  void ofADeadProcessOfThisMachineIsFree() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    String host = java.net.InetAddress.getLocalHost().getHostName();
    Files.write(file(), Json.write(new Lease.Holder("token", host, dead.pid(), "then")));
    Lease.take(conf, output()).close();
  }

  @Test
  void ofAProcessElsewhereIsRefusedWhenThatRenewsIt() throws Exception {
    Files.write(file(), Json.write(new Lease.Holder("token", "elsewhere", 1, "then")));
    java.util.Timer renewal = new java.util.Timer(true);
    renewal.schedule(
        new java.util.TimerTask() {
          @Override
          public void run() {
            if (!file().toFile().setLastModified(System.currentTimeMillis())) {
              throw new IllegalStateException("the lease is gone");
            }
          }
        },
        100,
        100);
    try {
      assertThatThrownBy(() -> Lease.take(conf, output()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("on elsewhere, since then");
    } finally {
      renewal.cancel();
    }
  }

  @Test
  void ofAProcessElsewhereThatIsSilentIsAwaited() throws IOException {
    Files.write(file(), Json.write(new Lease.Holder("token", "elsewhere", 1, "then")));
    Instant renewed = Instant.now().minus(Lease.EXPIRY).plusSeconds(3);
    Files.setLastModifiedTime(file(), FileTime.from(renewed));
    try (Lease lease = Lease.take(conf, output())) {
      lease.check();
      assertThat(Instant.now()).isAfter(renewed.plus(Lease.EXPIRY));
    }
  }

  @Test
  void aHalfWrittenOneIsRespectedUntilItExpires() throws IOException {
    Files.writeString(file(), "{\"token\":");
    Instant renewed = Instant.now().minus(Lease.EXPIRY).plusSeconds(3);
    Files.setLastModifiedTime(file(), FileTime.from(renewed));
    Lease.take(conf, output()).close();
    assertThat(Instant.now()).isAfter(renewed.plus(Lease.EXPIRY));
  }
}
