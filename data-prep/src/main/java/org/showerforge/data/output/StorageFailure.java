package org.showerforge.data.output;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** Failures of a file system that no second try mends, but its user can. */
public final class StorageFailure {
  private StorageFailure() {}

  /** The failure in one line with its remedy; null if it is none of these. */
  public static @Nullable UserException explain(Throwable failure) {
    UserException deepest = null;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      String remedy = remedy(e, message);
      if (remedy != null) {
        deepest = new UserException("%s; %s", firstLine(message), remedy);
      }
    }
    return deepest;
  }

  private static @Nullable String remedy(Throwable e, String message) {
    if (e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || (e instanceof FileNotFoundException && message.contains("Permission denied"))) {
      return "permission denied: ask for the right to read or write it";
    }
    if (message.contains("No space left on device") || e instanceof QuotaExceededException) {
      return "the disk is full or the quota is used up: make room and run it again";
    }
    if (message.contains("could only be written to 0 of the")) {
      return "no DataNode takes a block, all are full or gone: make room or start one, and run it again";
    }
    if (message.contains("Name node is in safe mode")
        || message.contains("Read-only file system")) {
      return "the file system is read-only: run it again when it can be written";
    }
    if (e instanceof ParentNotDirectoryException || e instanceof FileAlreadyExistsException) {
      return "a file is where a folder should be: check the path";
    }
    if (e instanceof UnknownHostException || e instanceof ConnectException) {
      return "the file system cannot be reached: check the address, and that it runs";
    }
    if (e instanceof UnsupportedFileSystemException) {
      return "check the scheme of the path, or put its file system on the class path";
    }
    return null;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
