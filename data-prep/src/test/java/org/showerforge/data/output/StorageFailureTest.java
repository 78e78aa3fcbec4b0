package org.showerforge.data.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

/** What a user can mend is said in one line; everything else is left as it is. */
class StorageFailureTest {

  private static String explain(Throwable failure) {
    return String.valueOf(Objects.requireNonNull(StorageFailure.explain(failure)).getMessage());
  }

  @Test
  void permissions() {
    String remedy = "permission denied: ask for the right to read or write it";
    assertThat(explain(new AccessDeniedException("/data/x.h5"))).isEqualTo("/data/x.h5; " + remedy);
    assertThat(explain(new AccessControlException("user=a, access=READ\n\tat somewhere")))
        .isEqualTo("user=a, access=READ; " + remedy);
    assertThat(explain(new FileNotFoundException("/data/x.h5 (Permission denied)")))
        .endsWith(remedy);
  }

  @Test
  void space() {
    assertThat(explain(new UncheckedIOException(new IOException("No space left on device"))))
        .startsWith("No space left on device; the disk is full");
    assertThat(explain(new DSQuotaExceededException(1, 2))).contains("quota is used up");
  }

  @Test
  void readOnly() {
    assertThat(
            explain(
                new IOException("Cannot create file /x. Name node is in safe mode.\nIt is on.")))
        .startsWith(
            "Cannot create file /x. Name node is in safe mode.; the file system is read-only")
        .doesNotContain("\n");
    assertThat(explain(new IOException("/mnt/x: Read-only file system")))
        .contains("read-only: run");
    assertThat(
            explain(
                new IOException(
                    "File /x could only be written to 0 of the 1 minReplication nodes. There are 0")))
        .contains("no DataNode takes a block");
  }

  @Test
  void reach() {
    assertThatThrownBy(
            () -> new Path("hdfs://no-such-host.invalid/x").getFileSystem(new Configuration()))
        .satisfies(
            e -> assertThat(explain(e)).contains("no-such-host.invalid", "cannot be reached"));
    assertThatThrownBy(() -> new Path("nofs://host/x").getFileSystem(new Configuration()))
        .satisfies(e -> assertThat(explain(e)).contains("nofs", "check the scheme"));
  }

  @Test
  void theRestIsNotForTheUserToMend() {
    assertThat(StorageFailure.explain(new IOException("the data node went away"))).isNull();
    assertThat(StorageFailure.explain(new FileNotFoundException("/data/x.h5 not found"))).isNull();
    assertThat(StorageFailure.explain(new IllegalStateException())).isNull();
  }
}
