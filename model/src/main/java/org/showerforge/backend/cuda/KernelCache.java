package org.showerforge.backend.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compiled kernels of earlier processes, in {@code XDG_CACHE_HOME} or {@code ~/.cache}, in a folder
 * that nobody but its owner may write to: what lies there is run. Where there is no such folder,
 * every process compiles for itself.
 */
final class KernelCache {
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private KernelCache() {}

  /** What was made of something before, or is now. */
  static byte[] get(String from, Supplier<byte[]> make) {
    Path cache = cache();
    Path folder = cache.resolve("showerforge");
    Path file = folder.resolve("kernels-" + hash(from));
    try {
      if (isOurs(folder) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      return make.get();
    }
    byte[] made = make.get();
    keep(made, cache, folder, file);
    return made;
  }

  private static Path cache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(cache);
    return home.toAbsolutePath();
  }

  private static boolean isOurs(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getPosixFilePermissions(folder).equals(OWNER_ALONE)
        && Files.isWritable(folder);
  }

  /** A cache that cannot be written is none. */
  private static void keep(byte[] made, Path cache, Path folder, Path file) {
    try {
      if (!Files.exists(folder)) {
        Files.createDirectories(cache);
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
      }
      if (isOurs(folder)) {
        Path half = Files.createTempFile(folder, "half", ".tmp");
        Files.write(half, made);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return;
    }
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
